/* SPDX-License-Identifier: Apache-2.0 */
/** Seals values anew with the current key while what seals them is an old one. */
package dev.opencomputer.operator.controller.resealing;
