/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.answer;

/**
 * What is wrong at one place of a request's body.
 *
 * @param pointer the place, as a JSON pointer (RFC 6901); empty for the body as a whole
 * @param message what a person reads; never holds a value or a key
 */
public record FieldProblem(String pointer, String message) {}
