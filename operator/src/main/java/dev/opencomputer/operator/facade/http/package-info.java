/* SPDX-License-Identifier: Apache-2.0 */
/** The HTTP side: routes, headers and limits, requests counted and told of. */
package dev.opencomputer.operator.facade.http;
