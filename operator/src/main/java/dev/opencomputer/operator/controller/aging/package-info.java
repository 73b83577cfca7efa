/* SPDX-License-Identifier: Apache-2.0 */
/** How old a value is, and what is said when that is more than it may be. */
package dev.opencomputer.operator.controller.aging;
