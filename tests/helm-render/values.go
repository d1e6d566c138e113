package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

// mergedValues are the chart's own values under those of the files, checked by the chart's schema.
func (c *Chart) mergedValues(files []string) (map[string]interface{}, error) {
	merged := c.Values
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		given := map[string]interface{}{}
		if err := yaml.UnmarshalStrict(content, &given); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		merged = merge(merged, given)
	}
	return merged, c.checkValues(merged)
}

// merge puts the second over the first: maps key by key, all else as a whole; null takes a key away.
func merge(under, over map[string]interface{}) map[string]interface{} {
	merged := map[string]interface{}{}
	for key, value := range under {
		merged[key] = value
	}
	for key, value := range over {
		below, isMap := merged[key].(map[string]interface{})
		above, wantsMap := value.(map[string]interface{})
		switch {
		case value == nil:
			delete(merged, key)
		case isMap && wantsMap:
			merged[key] = merge(below, above)
		default:
			merged[key] = value
		}
	}
	return merged
}

func (c *Chart) checkValues(values map[string]interface{}) error {
	if c.Schema == nil {
		return nil
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(c.Schema), gojsonschema.NewGoLoader(values))
	if err != nil {
		return fmt.Errorf("values.schema.json: %w", err)
	}
	if result.Valid() {
		return nil
	}
	var wrong []string
	for _, each := range result.Errors() {
		wrong = append(wrong, "- "+each.String())
	}
	return fmt.Errorf("values don't meet the specifications of the schema:\n%s", strings.Join(wrong, "\n"))
}
