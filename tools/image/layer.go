// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/klauspost/compress/gzip"
)

// Every file carries this time, so that a layer depends on nothing but its content. It is not zero, which some
// programs take for no time at all.
var fileTime = time.Unix(1, 0)

// newLayer packs a folder: sorted, owned by root, executable or not, and nothing else of how the build machine has it.
// Go's own gzip may compress otherwise from one release of Go to the next; the one used here is pinned by go.sum.
func newLayer(folder string) (v1.Layer, error) {
	var packed bytes.Buffer
	compressor, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if err := writeTar(compressor, folder); err != nil {
		return nil, fmt.Errorf("packing %s: %w", folder, err)
	}
	if err := compressor.Close(); err != nil {
		return nil, err
	}
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(packed.Bytes())), nil }
	return tarball.LayerFromOpener(open, tarball.WithMediaType(types.OCILayer))
}

// writeTar writes what is in a folder, without the folder itself. WalkDir goes in lexical order.
func writeTar(to io.Writer, folder string) error {
	archive := tar.NewWriter(to)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return writeEntry(archive, filepath.ToSlash(name), path, info)
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

func writeEntry(archive *tar.Writer, name, path string, info fs.FileInfo) error {
	header := &tar.Header{Name: name, ModTime: fileTime}
	switch {
	case info.IsDir():
		header.Typeflag, header.Name, header.Mode = tar.TypeDir, name+"/", 0o755
		if info.Mode()&fs.ModeSticky != 0 {
			header.Mode = 0o1777
		}
		return archive.WriteHeader(header)
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		if err != nil {
			return err
		}
		header.Typeflag, header.Linkname, header.Mode = tar.TypeSymlink, target, 0o777
		return archive.WriteHeader(header)
	case info.Mode().IsRegular():
		header.Typeflag, header.Size, header.Mode = tar.TypeReg, info.Size(), 0o644
		if info.Mode()&0o100 != 0 {
			header.Mode = 0o755
		}
		return copyFile(archive, header, path)
	default:
		return fmt.Errorf("%s is neither a file nor a folder nor a link", name)
	}
}

func copyFile(archive *tar.Writer, header *tar.Header, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := archive.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.Copy(archive, file)
	return err
}
