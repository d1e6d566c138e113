package main

import (
	"fmt"
	"path"
	"regexp"
	"sort"
	"strings"

	"sigs.k8s.io/yaml"
)

// Document is one object and the template that it came from.
type Document struct {
	Template string                 `json:"template"`
	Object   map[string]interface{} `json:"object"`
}

// Answer is what a chart comes to.
type Answer struct {
	Notes     string     `json:"notes"`
	Documents []Document `json:"documents"`
}

var separator = regexp.MustCompile(`(?m)^---\s*$`)

// read takes rendered templates apart into objects.
func (c *Chart) read(rendered map[string]string) (*Answer, error) {
	answer := &Answer{Documents: []Document{}}
	names := make([]string, 0, len(rendered))
	for name := range rendered {
		names = append(names, name)
	}
	sort.Strings(names)
	taken := map[string]string{}
	for _, name := range names {
		if path.Base(name) == "NOTES.txt" {
			answer.Notes = rendered[name]
			continue
		}
		for _, text := range separator.Split(rendered[name], -1) {
			object, err := objectIn(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w\n%s", name, err, text)
			}
			if object == nil {
				continue
			}
			id := identity(object)
			if other, twice := taken[id]; twice {
				return nil, fmt.Errorf("%s: %s is in %s already", name, id, other)
			}
			taken[id] = name
			answer.Documents = append(answer.Documents, Document{name, object})
		}
	}
	return answer, nil
}

// objectIn is nil where there are only comments and blanks.
func objectIn(text string) (map[string]interface{}, error) {
	var object map[string]interface{}
	if err := yaml.UnmarshalStrict([]byte(text), &object); err != nil {
		return nil, err
	}
	if object == nil {
		return nil, nil
	}
	metadata, _ := object["metadata"].(map[string]interface{})
	for _, each := range []interface{}{object["apiVersion"], object["kind"], metadata["name"]} {
		if word, isText := each.(string); !isText || strings.TrimSpace(word) == "" {
			return nil, fmt.Errorf("an object needs apiVersion, kind and metadata.name")
		}
	}
	return object, nil
}

func identity(object map[string]interface{}) string {
	metadata := object["metadata"].(map[string]interface{})
	space, _ := metadata["namespace"].(string)
	return strings.Join([]string{object["apiVersion"].(string), object["kind"].(string), space, metadata["name"].(string)}, " ")
}
