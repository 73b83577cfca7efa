/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

/** The policy as it is now, for those who need it anew each time. */
@FunctionalInterface
public interface Policies {

    /** There are no rules. */
    Policies NONE = () -> Policy.NONE;

    /** The policy that holds now. */
    Policy present();
}
