/* SPDX-License-Identifier: Apache-2.0 */
/** What people do with the sealing keys of a cluster: ask for a new one, list, back up, restore and retire them. */
package dev.opencomputer.operator.controller.keys.admin;
