package main

import (
	"encoding/base64"
	"fmt"
	"path"
	"strings"

	"github.com/Masterminds/semver"
	"sigs.k8s.io/yaml"
)

// Release is .Release.
type Release struct {
	Name, Namespace, Service string
	Revision                 int
	IsInstall, IsUpgrade     bool
}

func (r *Release) complete() {
	r.Service, r.Revision, r.IsInstall = "Helm", 1, !r.IsUpgrade
	if r.IsUpgrade {
		r.Revision = 2
	}
}

// KubeVersion is .Capabilities.KubeVersion.
type KubeVersion struct {
	Version, Major, Minor string
	parsed                *semver.Version
}

func (v KubeVersion) String() string { return v.Version }

// GitVersion is the old name of Version.
func (v KubeVersion) GitVersion() string { return v.Version }

// VersionSet is .Capabilities.APIVersions.
type VersionSet []string

// Has tells whether the cluster has a group version, or a kind of one.
func (s VersionSet) Has(name string) bool {
	for _, each := range s {
		if each == name || strings.HasPrefix(each, name+"/") {
			return true
		}
	}
	return false
}

// Capabilities is .Capabilities.
type Capabilities struct {
	KubeVersion KubeVersion
	APIVersions VersionSet
	HelmVersion struct{ Version string }
}

// newCapabilities knows of Kubernetes' own kinds those that charts ask for.
func newCapabilities(version string, more []string) (*Capabilities, error) {
	parsed, err := semver.NewVersion(version)
	if err != nil {
		return nil, fmt.Errorf("-kube-version %q: %w", version, err)
	}
	capabilities := &Capabilities{
		KubeVersion: KubeVersion{"v" + parsed.String(), fmt.Sprint(parsed.Major()), fmt.Sprint(parsed.Minor()), parsed},
		APIVersions: append(VersionSet{
			"v1", "apps/v1", "rbac.authorization.k8s.io/v1", "networking.k8s.io/v1", "apiextensions.k8s.io/v1", "coordination.k8s.io/v1",
		}, more...),
	}
	capabilities.HelmVersion.Version = "v3.18.0"
	if parsed.Minor() >= 21 {
		capabilities.APIVersions = append(capabilities.APIVersions, "policy/v1/PodDisruptionBudget")
	}
	if parsed.Minor() >= 30 {
		capabilities.APIVersions = append(capabilities.APIVersions,
			"admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy", "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding")
	}
	return capabilities, nil
}

// Files is .Files: what lies in the chart beside its templates.
type Files map[string][]byte

// GetBytes is a file, empty when there is none.
func (f Files) GetBytes(name string) []byte { return f[name] }

// Get is a file as text.
func (f Files) Get(name string) string { return string(f[name]) }

// Glob are the files that a pattern fits; * does not cross a slash.
func (f Files) Glob(pattern string) (Files, error) {
	found := Files{}
	for name, content := range f {
		fits, err := path.Match(pattern, name)
		if err != nil {
			return nil, err
		}
		if fits {
			found[name] = content
		}
	}
	return found, nil
}

// Lines are the lines of a file.
func (f Files) Lines(name string) []string {
	return strings.Split(strings.TrimSuffix(f.Get(name), "\n"), "\n")
}

// AsConfig are the files as data of a ConfigMap.
func (f Files) AsConfig() (string, error) {
	return f.data(func(content []byte) string { return string(content) })
}

// AsSecrets are the files as data of a Secret.
func (f Files) AsSecrets() (string, error) { return f.data(base64.StdEncoding.EncodeToString) }

func (f Files) data(written func([]byte) string) (string, error) {
	data := map[string]string{}
	for name, content := range f {
		data[path.Base(name)] = written(content)
	}
	text, err := yaml.Marshal(data)
	return strings.TrimSuffix(string(text), "\n"), err
}
