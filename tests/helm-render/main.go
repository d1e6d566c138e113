// helm-render renders a Helm chart as `helm template` does, and fails where helm would fail: for machines without helm.
//
//	helm-render [options] CHART
//
// It writes one JSON object: {"notes": "...", "documents": [{"template": "windlass/templates/x.yaml", "object": {...}}]}, or, with
// -o yaml, what can be piped into kubectl. It is stricter than helm where helm hides mistakes: a key that values do not have, a
// document with the same key twice, two objects of one name.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

// list is an option that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "helm-render: %v\n", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	var release Release
	var valueFiles, apis list
	flags := flag.NewFlagSet("helm-render", flag.ContinueOnError)
	flags.StringVar(&release.Name, "name", "windlass", "name of the release")
	flags.StringVar(&release.Namespace, "namespace", "windlass-system", "namespace of the release")
	flags.BoolVar(&release.IsUpgrade, "upgrade", false, "render for an upgrade")
	kube := flags.String("kube-version", "1.34.0", "version of the cluster")
	flags.Var(&valueFiles, "f", "file with values; may be repeated, the last wins")
	flags.Var(&apis, "api-versions", "what the cluster has beside its own, e.g. monitoring.coreos.com/v1/ServiceMonitor; may be repeated")
	form := flags.String("o", "json", "json, or yaml")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() != 1 || (*form != "json" && *form != "yaml") {
		return fmt.Errorf("usage: helm-render [options] CHART; -h lists the options")
	}
	release.complete()

	chart, err := loadChart(flags.Arg(0))
	if err != nil {
		return err
	}
	capabilities, err := newCapabilities(*kube, apis)
	if err != nil {
		return err
	}
	if err := chart.checkKubeVersion(capabilities); err != nil {
		return err
	}
	values, err := chart.mergedValues(valueFiles)
	if err != nil {
		return err
	}
	rendered, err := chart.render(values, release, capabilities)
	if err != nil {
		return err
	}
	answer, err := chart.read(rendered)
	if err != nil {
		return err
	}
	return answer.write(*form)
}

func (a *Answer) write(form string) error {
	if form == "json" {
		return json.NewEncoder(os.Stdout).Encode(a)
	}
	for _, document := range a.Documents {
		text, err := yaml.Marshal(document.Object)
		if err != nil {
			return err
		}
		fmt.Printf("---\n# Source: %s\n%s", document.Template, text)
	}
	return nil
}
