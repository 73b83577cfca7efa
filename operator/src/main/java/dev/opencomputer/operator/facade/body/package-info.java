/* SPDX-License-Identifier: Apache-2.0 */
/** What may stand in a request's body, and where each field of it stands in the custom resources. */
package dev.opencomputer.operator.facade.body;
