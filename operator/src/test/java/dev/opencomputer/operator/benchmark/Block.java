/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import java.util.List;

/**
 * What was done on one side without a break.
 *
 * @param nanos how long each call took
 * @param facadeCpu processor time of the facade meanwhile, in seconds
 * @param apiServerCpu that of the API server
 */
record Block(List<Long> nanos, double facadeCpu, double apiServerCpu) {

    int calls() {
        return nanos.size();
    }
}
