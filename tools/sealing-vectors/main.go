// SPDX-License-Identifier: Apache-2.0

// Command sealing-vectors makes and checks test vectors of the format oc1 with Go's own crypto/hpke. It shares no code
// with the operator: what both open is what docs/sealing.md says.
//
//	go run . make > FILE     prints new vectors
//	go run . check FILE...   opens each vector, and sees that it opens nowhere else
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 1 && arguments[0] == "make":
		vectors, err := makeVectors()
		if err != nil {
			return err
		}
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		return encoder.Encode(vectors)
	case len(arguments) > 1 && arguments[0] == "check":
		for _, file := range arguments[1:] {
			count, err := checkFile(file)
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			fmt.Printf("%s: %d vectors open\n", file, count)
		}
		return nil
	default:
		return fmt.Errorf("usage: sealing-vectors make | check FILE...")
	}
}
