/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The error envelope of {@code /api/secret-stores}.
 *
 * @param error what a person reads
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ErrorJson(String error) {}
