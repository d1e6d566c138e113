package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/Masterminds/semver"
	"sigs.k8s.io/yaml"
)

// Metadata is Chart.yaml, under the names that templates use.
type Metadata struct {
	APIVersion  string            `json:"apiVersion"`
	Name        string            `json:"name"`
	Version     string            `json:"version"`
	AppVersion  string            `json:"appVersion"`
	KubeVersion string            `json:"kubeVersion"`
	Type        string            `json:"type"`
	Description string            `json:"description"`
	Home        string            `json:"home"`
	Icon        string            `json:"icon"`
	Keywords    []string          `json:"keywords"`
	Sources     []string          `json:"sources"`
	Annotations map[string]string `json:"annotations"`
}

// Chart is a chart as it lies on disk.
type Chart struct {
	Metadata  Metadata
	Values    map[string]interface{}
	Schema    []byte            // nil: there is none
	Templates map[string]string // by name, e.g. windlass/templates/role.yaml
	Files     Files
}

func loadChart(folder string) (*Chart, error) {
	chart := &Chart{Values: map[string]interface{}{}, Templates: map[string]string{}, Files: Files{}}
	names, err := filesUnder(folder)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		if err := chart.add(name, content); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return chart, chart.checkMetadata()
}

func filesUnder(folder string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			return fmt.Errorf("%s is a symbolic link: helm packages what it leads to, other tools the link", file)
		}
		if !entry.IsDir() {
			name, err := filepath.Rel(folder, file)
			names = append(names, filepath.ToSlash(name))
			return err
		}
		return nil
	})
	return names, err
}

func (c *Chart) add(name string, content []byte) error {
	switch {
	case name == "Chart.yaml":
		return yaml.UnmarshalStrict(content, &c.Metadata)
	case name == "values.yaml":
		return yaml.UnmarshalStrict(content, &c.Values)
	case name == "values.schema.json":
		c.Schema = content
	case strings.HasPrefix(name, "templates/"):
		c.Templates[name] = string(content)
	case strings.HasPrefix(name, "charts/"), name == "Chart.lock":
		return fmt.Errorf("charts of charts are not rendered here")
	default:
		c.Files[name] = content
	}
	return nil
}

func (c *Chart) checkMetadata() error {
	m := c.Metadata
	if m.APIVersion != "v2" || m.Name == "" {
		return fmt.Errorf("Chart.yaml: apiVersion must be v2, and there must be a name")
	}
	if _, err := semver.NewVersion(m.Version); err != nil {
		return fmt.Errorf("Chart.yaml: version %q: %w", m.Version, err)
	}
	if m.Type != "" && m.Type != "application" {
		return fmt.Errorf("Chart.yaml: a chart of type %q cannot be installed", m.Type)
	}
	templates := map[string]string{}
	for name, text := range c.Templates {
		templates[path.Join(m.Name, name)] = text
	}
	c.Templates = templates
	return nil
}

func (c *Chart) checkKubeVersion(capabilities *Capabilities) error {
	if c.Metadata.KubeVersion == "" {
		return nil
	}
	wanted, err := semver.NewConstraint(c.Metadata.KubeVersion)
	if err != nil {
		return fmt.Errorf("Chart.yaml: kubeVersion: %w", err)
	}
	if !wanted.Check(capabilities.KubeVersion.parsed) {
		return fmt.Errorf("chart requires kubeVersion: %s which is incompatible with Kubernetes %s", c.Metadata.KubeVersion, capabilities.KubeVersion)
	}
	return nil
}
