package main

import (
	"encoding/json"
	"fmt"
	"path"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

// deepest is how often templates may include each other, as in helm.
const deepest = 1000

// render executes every template but the partials (_*), and returns their texts by name.
func (c *Chart) render(values map[string]interface{}, release Release, capabilities *Capabilities) (map[string]string, error) {
	names := make([]string, 0, len(c.Templates))
	for name := range c.Templates {
		names = append(names, name)
	}
	sort.Strings(names)

	root := newTemplate("gotpl")
	for _, name := range names {
		if _, err := root.New(name).Parse(c.Templates[name]); err != nil {
			return nil, err
		}
	}
	rendered := map[string]string{}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		text := &strings.Builder{}
		if err := root.ExecuteTemplate(text, name, c.top(name, values, release, capabilities)); err != nil {
			return nil, err
		}
		if strings.Contains(text.String(), "<no value>") {
			return nil, fmt.Errorf("%s: prints a value that is not there (<no value>)", name)
		}
		rendered[name] = text.String()
	}
	return rendered, nil
}

// top is what a template sees as dot.
func (c *Chart) top(name string, values map[string]interface{}, release Release, capabilities *Capabilities) map[string]interface{} {
	return map[string]interface{}{
		"Values":       values,
		"Release":      release,
		"Chart":        c.Metadata,
		"Capabilities": capabilities,
		"Files":        c.Files,
		"Template":     map[string]interface{}{"Name": name, "BasePath": path.Join(c.Metadata.Name, "templates")},
	}
}

// newTemplate knows helm's functions. A key that a map does not have is an error, where helm prints nothing.
func newTemplate(name string) *template.Template {
	root := template.New(name).Option("missingkey=error")
	functions := sprig.TxtFuncMap()
	delete(functions, "env")
	delete(functions, "expandenv")
	functions["getHostByName"] = func(string) string { return "" }
	addConversions(functions)
	addHelm(functions, root)
	return root.Funcs(functions)
}

func addHelm(functions template.FuncMap, root *template.Template) {
	depth := 0
	functions["include"] = func(name string, data interface{}) (string, error) {
		if depth++; depth > deepest {
			return "", fmt.Errorf("%s: rendering template has a nested reference name", name)
		}
		defer func() { depth-- }()
		text := &strings.Builder{}
		err := root.ExecuteTemplate(text, name, data)
		return text.String(), err
	}
	functions["tpl"] = func(text string, data interface{}) (string, error) {
		copied, err := root.Clone()
		if err != nil {
			return "", err
		}
		parsed, err := copied.New("tpl").Parse(text)
		if err != nil {
			return "", err
		}
		result := &strings.Builder{}
		err = parsed.Execute(result, data)
		return result.String(), err
	}
	functions["required"] = func(message string, value interface{}) (interface{}, error) {
		if text, isText := value.(string); value == nil || (isText && text == "") {
			return nil, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	// There is no cluster to look into, as for `helm template`.
	functions["lookup"] = func(string, string, string, string) map[string]interface{} { return map[string]interface{}{} }
}

// addConversions adds what reads and writes YAML and JSON. Helm hides their errors in what they return.
func addConversions(functions template.FuncMap) {
	functions["toYaml"] = func(value interface{}) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	functions["fromYaml"] = func(text string) (map[string]interface{}, error) {
		value := map[string]interface{}{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	functions["fromYamlArray"] = func(text string) ([]interface{}, error) {
		var value []interface{}
		return value, yaml.Unmarshal([]byte(text), &value)
	}
	functions["fromJson"] = func(text string) (map[string]interface{}, error) {
		value := map[string]interface{}{}
		return value, json.Unmarshal([]byte(text), &value)
	}
	functions["fromJsonArray"] = func(text string) ([]interface{}, error) {
		var value []interface{}
		return value, json.Unmarshal([]byte(text), &value)
	}
}
