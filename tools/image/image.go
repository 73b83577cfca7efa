// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

const versionLabel = "org.opencontainers.image.version"

// newImage makes an image of one platform; each of the folders is FOLDER or FOLDER=COMMENT.
func newImage(platform string, created time.Time, configFile string, extra labels, folders []string) (v1.Image, error) {
	system, err := v1.ParsePlatform(platform)
	if err != nil {
		return nil, fmt.Errorf("--platform: %w", err)
	}
	config, err := readConfig(configFile)
	if err != nil {
		return nil, err
	}
	if config.Labels == nil {
		config.Labels = map[string]string{}
	}
	maps.Copy(config.Labels, extra)

	image := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
	image = mutate.ConfigMediaType(image, types.OCIConfigJSON)
	image, err = mutate.ConfigFile(image, &v1.ConfigFile{
		OS:           system.OS,
		Architecture: system.Architecture,
		Variant:      system.Variant,
		Created:      v1.Time{Time: created},
		Config:       *config,
		RootFS:       v1.RootFS{Type: "layers"},
	})
	if err != nil {
		return nil, err
	}
	for _, argument := range folders {
		folder, comment, _ := strings.Cut(argument, "=")
		layer, err := newLayer(folder)
		if err != nil {
			return nil, err
		}
		image, err = mutate.Append(image, mutate.Addendum{
			Layer:   layer,
			History: v1.History{Created: v1.Time{Time: created}, CreatedBy: "image/build", Comment: comment},
		})
		if err != nil {
			return nil, err
		}
	}
	// What registries show of an image without fetching its configuration.
	return mutate.Annotations(image, config.Labels).(v1.Image), nil
}

func readConfig(file string) (*v1.Config, error) {
	text, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	config := &v1.Config{}
	decoder := json.NewDecoder(text)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(config); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return config, nil
}
