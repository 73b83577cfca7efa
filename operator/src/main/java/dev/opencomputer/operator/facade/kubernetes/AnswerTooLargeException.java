/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** An answer of the API server was given up in the middle, since it is larger than what is read of one. */
final class AnswerTooLargeException extends KubernetesClientException {

    private static final long serialVersionUID = 1L;

    AnswerTooLargeException() {
        super("the answer has more than " + ApiRequest.MOST_BYTES + " bytes");
    }
}
