/* SPDX-License-Identifier: Apache-2.0 */
/** Small files: read within a bound, and written so that they are there whole or not at all. */
package dev.opencomputer.operator.files;
