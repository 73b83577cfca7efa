// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// healthTests is Argo CD's health_test.yaml.
type healthTests struct {
	Tests []struct {
		InputPath    string              `json:"inputPath"`
		HealthStatus health.HealthStatus `json:"healthStatus"`
	} `json:"tests"`
}

// runHealthTests does for a folder what Argo CD's own TestLuaHealthScript does for resource_customizations.
func runHealthTests(root string, out io.Writer) error {
	var wrong []error
	count := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "health.lua" {
			return err
		}
		found, err := runFolder(filepath.Dir(path))
		count += found
		wrong = append(wrong, err)
		return nil
	})
	if err := errors.Join(append(wrong, err)...); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d health tests passed\n", count)
	return nil
}

func runFolder(folder string) (int, error) {
	script, err := os.ReadFile(filepath.Join(folder, "health.lua"))
	if err != nil {
		return 0, err
	}
	var tests healthTests
	if err := readYAML(filepath.Join(folder, "health_test.yaml"), &tests); err != nil {
		return 0, err
	}
	var wrong []error
	for _, test := range tests.Tests {
		file := filepath.Join(folder, test.InputPath)
		object := &unstructured.Unstructured{Object: map[string]any{}}
		if err := readYAML(file, &object.Object); err != nil {
			wrong = append(wrong, err)
			continue
		}
		// Scripts that come with Argo CD may use the standard libraries, and its tests open them.
		virtualMachine := lua.VM{UseOpenLibs: true}
		found, err := virtualMachine.ExecuteHealthLua(object, string(script))
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", file, err))
		} else if *found != test.HealthStatus {
			wrong = append(wrong, fmt.Errorf("%s: %v instead of %v", file, *found, test.HealthStatus))
		}
	}
	return len(tests.Tests), errors.Join(wrong...)
}

func readYAML(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
