/* SPDX-License-Identifier: Apache-2.0 */
/** What goes back to a caller: an answer, or a refusal in the API's envelope. */
package dev.opencomputer.operator.facade.answer;
