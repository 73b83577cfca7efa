// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/hpke"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

const purpose = "opencomputer.dev/sealed/v1"

var (
	kem  = hpke.MLKEM768X25519()
	kdf  = hpke.HKDFSHA256()
	aead = hpke.AES256GCM()
)

// place is the one place where a sealed value opens.
type place struct {
	Namespace string `json:"namespace"`
	Agent     string `json:"agent"`
	Key       string `json:"key"`
}

func (p place) info() []byte {
	return []byte(strings.Join([]string{purpose, p.Namespace, p.Agent, p.Key}, "\x00"))
}

func keyID(publicKey []byte) string {
	sum := sha256.Sum256(publicKey)
	return hex.EncodeToString(sum[:8])
}

func seal(publicKey []byte, where place, plaintext []byte) (string, error) {
	key, err := kem.NewPublicKey(publicKey)
	if err != nil {
		return "", err
	}
	// Seal puts the encapsulated key before the ciphertext, as the format does.
	sealed, err := hpke.Seal(key, kdf, aead, where.info(), plaintext)
	if err != nil {
		return "", err
	}
	return "oc1." + keyID(publicKey) + "." + base64.RawURLEncoding.EncodeToString(sealed), nil
}

func open(seed []byte, where place, sealedValue string) ([]byte, error) {
	key, err := kem.NewPrivateKey(seed)
	if err != nil {
		return nil, err
	}
	parts := strings.Split(sealedValue, ".")
	if len(parts) != 3 || parts[0] != "oc1" {
		return nil, errors.New("not in the format oc1")
	}
	if id := keyID(key.PublicKey().Bytes()); parts[1] != id {
		return nil, fmt.Errorf("sealed for the key %s, and this is %s", parts[1], id)
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if err != nil {
		return nil, err
	}
	return hpke.Open(key, kdf, aead, where.info(), sealed)
}
