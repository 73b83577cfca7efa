// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// vector is a sealed value with all that is needed to seal it again and to open it.
type vector struct {
	What string `json:"what"`
	// Seed is the private key: 32 bytes in hex.
	Seed string `json:"seed"`
	// PublicKey is 1216 bytes in standard base64.
	PublicKey string `json:"publicKey"`
	KeyID     string `json:"keyId"`
	place
	// Plaintext is the value in standard base64.
	Plaintext   string `json:"plaintext"`
	SealedValue string `json:"sealedValue"`
}

func makeVectors() ([]vector, error) {
	ordinary := place{"team-a", "issue-resolver", "ANTHROPIC_API_KEY"}
	cases := []struct {
		what      string
		where     place
		plaintext string
	}{
		{"an ordinary value", ordinary, "sk-ant-not-a-real-one"},
		{"the shortest value", ordinary, "x"},
		{"a value of several lines, with a line end last", ordinary, "-----BEGIN-----\nnot a key\n-----END-----\n"},
		{"a value beyond ASCII", ordinary, "pässwörd 密码 🔑"},
		{"a value of 1,000 bytes", ordinary, strings.Repeat("0123456789", 100)},
		{"the shortest place", place{"a", "b", "C"}, "value"},
		{"the longest place",
			place{strings.Repeat("n", 63), strings.Repeat("a", 63), strings.Repeat("K", 256)}, "value"},
	}
	vectors := make([]vector, 0, len(cases))
	for _, c := range cases {
		seed := make([]byte, 32)
		if _, err := rand.Read(seed); err != nil {
			return nil, err
		}
		key, err := kem.NewPrivateKey(seed)
		if err != nil {
			return nil, err
		}
		publicKey := key.PublicKey().Bytes()
		sealed, err := seal(publicKey, c.where, []byte(c.plaintext))
		if err != nil {
			return nil, err
		}
		vectors = append(vectors, vector{
			What:        c.what,
			Seed:        hex.EncodeToString(seed),
			PublicKey:   base64.StdEncoding.EncodeToString(publicKey),
			KeyID:       keyID(publicKey),
			place:       c.where,
			Plaintext:   base64.StdEncoding.EncodeToString([]byte(c.plaintext)),
			SealedValue: sealed,
		})
	}
	return vectors, nil
}

// checkFile returns how many vectors the file holds, all of which open as they say.
func checkFile(file string) (int, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var vectors []vector
	if err := json.Unmarshal(content, &vectors); err != nil {
		return 0, err
	}
	if len(vectors) == 0 {
		return 0, errors.New("it holds no vector")
	}
	for _, v := range vectors {
		if err := v.check(); err != nil {
			return 0, fmt.Errorf("%s: %w", v.What, err)
		}
	}
	return len(vectors), nil
}

func (v vector) check() error {
	seed, err := hex.DecodeString(v.Seed)
	if err != nil {
		return err
	}
	key, err := kem.NewPrivateKey(seed)
	if err != nil {
		return err
	}
	publicKey := key.PublicKey().Bytes()
	if base64.StdEncoding.EncodeToString(publicKey) != v.PublicKey {
		return errors.New("the seed gives another public key")
	}
	if keyID(publicKey) != v.KeyID {
		return errors.New("the public key has another id")
	}
	expected, err := base64.StdEncoding.DecodeString(v.Plaintext)
	if err != nil {
		return err
	}
	opened, err := open(seed, v.place, v.SealedValue)
	if err != nil {
		return err
	}
	if !bytes.Equal(opened, expected) {
		return errors.New("it opens to another value")
	}
	elsewhere := []place{
		{v.Namespace + "x", v.Agent, v.Key}, {v.Namespace, v.Agent + "x", v.Key}, {v.Namespace, v.Agent, v.Key + "x"},
	}
	for _, other := range elsewhere {
		if _, err := open(seed, other, v.SealedValue); err == nil {
			return fmt.Errorf("it opens in %v too", other)
		}
	}
	return nil
}
