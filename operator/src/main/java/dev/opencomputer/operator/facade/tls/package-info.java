/* SPDX-License-Identifier: Apache-2.0 */
/** The certificate that the facade shows: two PEM files, read again when they change. */
package dev.opencomputer.operator.facade.tls;
