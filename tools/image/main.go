// SPDX-License-Identifier: Apache-2.0

// Command image packs folders into the layers of an OCI image, without a container engine, and so that the same files
// always give the same digest.
//
//	image write --output FILE --platform OS/ARCH --created TIME --config FILE [--label NAME=VALUE]... FOLDER[=COMMENT]...
//	    makes one image, a layer for each folder in this order, and writes it as an OCI archive
//	image join --output FILE ARCHIVE...
//	    makes one OCI archive with an index of the images of several platforms
//	image digest ARCHIVE
//	    prints the digest of what an archive holds
//	image sbom --maven FILE --output FILE < LINES-OF-PACKAGES.LOCK
//	    adds Debian's packages to the CycloneDX file that Maven wrote
//
// An OCI archive is a tar of the OCI image layout, which skopeo, podman, umoci and crane read.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

const usage = "usage: image write|join|digest|sbom [options] ARGUMENT...; the package's comment has all of it"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 0 {
		return errors.New(usage)
	}
	switch arguments[0] {
	case "write":
		return write(arguments[1:])
	case "join":
		return join(arguments[1:])
	case "digest":
		return printDigest(arguments[1:])
	case "sbom":
		return sbom(arguments[1:], os.Stdin)
	default:
		return errors.New(usage)
	}
}

// labels collects the values of a flag that may stand several times.
type labels map[string]string

func (l labels) String() string { return "" }

func (l labels) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found || name == "" {
		return fmt.Errorf("a label is NAME=VALUE, not %q", text)
	}
	l[name] = value
	return nil
}

func write(arguments []string) error {
	flags := flag.NewFlagSet("write", flag.ContinueOnError)
	output := flags.String("output", "", "the OCI archive to write")
	platform := flags.String("platform", "", "OS/ARCH, such as linux/amd64")
	created := flags.String("created", "", "when the image was made, RFC 3339")
	config := flags.String("config", "", "a file with the part `config` of an OCI image configuration")
	extra := labels{}
	flags.Var(extra, "label", "NAME=VALUE, added to the labels of the configuration")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *output == "" || *platform == "" || *config == "" || flags.NArg() == 0 {
		return errors.New("write needs --output, --platform, --created, --config and a folder for each layer")
	}
	at, err := time.Parse(time.RFC3339, *created)
	if err != nil {
		return fmt.Errorf("--created: %w", err)
	}
	image, err := newImage(*platform, at, *config, extra, flags.Args())
	if err != nil {
		return err
	}
	return writeArchive(*output, image)
}

func join(arguments []string) error {
	flags := flag.NewFlagSet("join", flag.ContinueOnError)
	output := flags.String("output", "", "the OCI archive to write")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *output == "" || flags.NArg() == 0 {
		return errors.New("join needs --output and the archives of the platforms")
	}
	return writeJoined(*output, flags.Args())
}

func printDigest(arguments []string) error {
	if len(arguments) != 1 {
		return errors.New("digest needs one archive")
	}
	descriptor, path, err := openArchive(arguments[0])
	if err != nil {
		return err
	}
	defer os.RemoveAll(string(path))
	fmt.Println(descriptor.Digest)
	return nil
}
