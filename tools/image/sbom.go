// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
)

// sbom adds Debian's packages, read as lines of packages.lock, to the CycloneDX file that Maven wrote for the program.
func sbom(arguments []string, lock io.Reader) error {
	flags := flag.NewFlagSet("sbom", flag.ContinueOnError)
	maven := flags.String("maven", "", "the CycloneDX file of the program and its libraries, JSON")
	output := flags.String("output", "", "the CycloneDX file to write")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *maven == "" || *output == "" {
		return errors.New("sbom needs --maven and --output")
	}
	text, err := os.ReadFile(*maven)
	if err != nil {
		return err
	}
	// As a map: whatever Maven's plugin writes stays as it is.
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("%s: %w", *maven, err)
	}
	components, _ := document["components"].([]any)
	packages, err := debianPackages(lock)
	if err != nil {
		return err
	}
	document["components"] = append(components, packages...)
	written, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(*output, append(written, '\n'), 0o644)
}

// debianPackages makes a component of each line: package, architecture, version, archive, path, SHA-256.
func debianPackages(lock io.Reader) ([]any, error) {
	var packages []any
	lines := bufio.NewScanner(lock)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) != 6 {
			return nil, fmt.Errorf("not a line of packages.lock: %q", lines.Text())
		}
		name, arch, version, digest := fields[0], fields[1], fields[2], fields[5]
		purl := fmt.Sprintf("pkg:deb/debian/%s@%s?arch=%s&distro=debian-13",
			url.QueryEscape(name), url.QueryEscape(version), arch)
		packages = append(packages, map[string]any{
			"type":    "library",
			"bom-ref": purl,
			"name":    name,
			"version": version,
			"purl":    purl,
			"hashes":  []any{map[string]any{"alg": "SHA-256", "content": digest}},
		})
	}
	return packages, lines.Err()
}
