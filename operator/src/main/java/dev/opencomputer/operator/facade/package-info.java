/* SPDX-License-Identifier: Apache-2.0 */
/** Serves OpenComputer's agents API over the custom resources: HTTP on one side, the API server on the other. */
package dev.opencomputer.operator.facade;
