/* SPDX-License-Identifier: Apache-2.0 */
/** What tells of the API: its OpenAPI document, and the page that shows it in a browser. */
package dev.opencomputer.operator.facade.document;
