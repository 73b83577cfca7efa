/* SPDX-License-Identifier: Apache-2.0 */
/** The JSON that OpenComputer's API speaks: request and answer shapes and the two error envelopes. */
package dev.opencomputer.operator.wire;
