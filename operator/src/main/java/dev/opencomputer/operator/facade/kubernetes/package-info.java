/* SPDX-License-Identifier: Apache-2.0 */
/** The way to the API server: reads and writes with a caller's rights, and what is refused there in the API's words. */
package dev.opencomputer.operator.facade.kubernetes;
