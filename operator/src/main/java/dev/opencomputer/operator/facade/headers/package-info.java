/* SPDX-License-Identifier: Apache-2.0 */
/** What the headers of a request ask for beside its body: the version that is meant, and how long to wait. */
package dev.opencomputer.operator.facade.headers;
