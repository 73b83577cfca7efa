// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"io"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// eachObject does something with each object of a stream of JSON.
func eachObject(in io.Reader, do func(*unstructured.Unstructured) error) error {
	decoder := json.NewDecoder(in)
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		// As the API machinery does: whole numbers are int64, as kstatus needs them.
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(raw); err != nil {
			return err
		}
		if err := do(object); err != nil {
			return err
		}
	}
}
