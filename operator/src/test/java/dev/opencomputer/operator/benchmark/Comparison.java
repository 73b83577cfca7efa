/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

/**
 * A call of the agents API, and the same read or write straight at the API server.
 *
 * @param call the call, as the table has it
 * @param straight what is done straight, as the table has it
 * @param clients how many clients do it at the same time
 * @param atFacade the call
 * @param atApiServer the same there
 */
record Comparison(String call, String straight, int clients, Work atFacade, Work atApiServer) {}
