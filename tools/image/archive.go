// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// refName is the annotation by which programs find an image or an index within a layout.
const refName = "org.opencontainers.image.ref.name"

// writeArchive writes one image, named by its version.
func writeArchive(file string, image v1.Image) error {
	return writeLayout(file, func(path layout.Path) error {
		config, err := image.ConfigFile()
		if err != nil {
			return err
		}
		named := layout.WithAnnotations(map[string]string{refName: config.Config.Labels[versionLabel]})
		return path.AppendImage(image, layout.WithPlatform(*config.Platform()), named)
	})
}

// writeJoined writes one index of the images that several archives hold. The index stands in the layout as one entry,
// so that a program which takes the whole of an archive finds one thing to take.
func writeJoined(file string, archives []string) error {
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	name := ""
	for _, archive := range archives {
		descriptor, path, err := openArchive(archive)
		if err != nil {
			return err
		}
		defer os.RemoveAll(string(path))
		image, err := path.Image(descriptor.Digest)
		if err != nil {
			return fmt.Errorf("%s: %w", archive, err)
		}
		name = descriptor.Annotations[refName]
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add:        image,
			Descriptor: v1.Descriptor{Platform: descriptor.Platform},
		})
	}
	return writeLayout(file, func(path layout.Path) error {
		return path.AppendIndex(index, layout.WithAnnotations(map[string]string{refName: name}))
	})
}

// writeLayout fills an OCI layout, checks it, packs it, and puts it in place only when it is whole.
func writeLayout(file string, fill func(layout.Path) error) error {
	folder, err := os.MkdirTemp(filepath.Dir(file), ".oci-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	content := filepath.Join(folder, "layout")
	path, err := layout.Write(content, empty.Index)
	if err != nil {
		return err
	}
	if err := fill(path); err != nil {
		return err
	}
	written, err := path.ImageIndex()
	if err != nil {
		return err
	}
	if err := validate.Index(written); err != nil {
		return fmt.Errorf("what was written is not valid: %w", err)
	}
	packed := filepath.Join(folder, "archive")
	archive, err := os.Create(packed)
	if err != nil {
		return err
	}
	if err := errors.Join(writeTar(archive, content), archive.Close()); err != nil {
		return err
	}
	return os.Rename(packed, file)
}

// openArchive unpacks an archive into a folder, which the caller removes, and says what it holds.
func openArchive(file string) (v1.Descriptor, layout.Path, error) {
	folder, err := os.MkdirTemp("", "oci-")
	if err != nil {
		return v1.Descriptor{}, "", err
	}
	descriptor, path, err := readLayout(file, folder)
	if err != nil {
		os.RemoveAll(folder)
		return v1.Descriptor{}, "", fmt.Errorf("%s: %w", file, err)
	}
	return descriptor, path, nil
}

func readLayout(file, folder string) (v1.Descriptor, layout.Path, error) {
	if err := unpack(file, folder); err != nil {
		return v1.Descriptor{}, "", err
	}
	path, err := layout.FromPath(folder)
	if err != nil {
		return v1.Descriptor{}, "", err
	}
	index, err := path.ImageIndex()
	if err != nil {
		return v1.Descriptor{}, "", err
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return v1.Descriptor{}, "", err
	}
	if len(manifest.Manifests) != 1 {
		return v1.Descriptor{}, "", fmt.Errorf("holds %d images instead of one", len(manifest.Manifests))
	}
	return manifest.Manifests[0], path, nil
}

// unpack takes the folders and files of a tar; a name that leads out of the folder is refused.
func unpack(file, folder string) error {
	packed, err := os.Open(file)
	if err != nil {
		return err
	}
	defer packed.Close()
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	archive := tar.NewReader(packed)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag == tar.TypeDir {
			err = root.MkdirAll(header.Name, 0o755)
		} else {
			err = unpackFile(root, header.Name, archive)
		}
		if err != nil {
			return err
		}
	}
}

func unpackFile(root *os.Root, name string, content io.Reader) error {
	file, err := root.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Close())
}
