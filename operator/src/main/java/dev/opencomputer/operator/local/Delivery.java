/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Brings an answer to the caller: as it should be, or as a fault has it. */
final class Delivery {

    private static final int BLOCK = 64 * 1024;

    private Delivery() {}

    static void plain(Context context, Answer answer) {
        answer.headers().forEach(context::header);
        context.status(answer.status()).result(answer.body());
    }

    static void trickled(Context context, Answer answer, Duration pause, CountDownLatch stopped)
            throws InterruptedException {
        answer.headers().forEach(context::header);
        context.status(answer.status());
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        // So that a reader waits for the rest instead of taking the end of the connection for the end of the body.
        context.res().setContentLength(body.length);
        try {
            ServletOutputStream out = context.res().getOutputStream();
            for (byte each : body) {
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    closed(context);
                    return;
                }
                out.write(each);
                out.flush();
            }
        } catch (IOException e) {
            closed(context);
        }
    }

    static void oversized(Context context, long bytes) {
        context.status(200).contentType("application/json");
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        try {
            ServletOutputStream out = context.res().getOutputStream();
            out.print("{\"padding\":\"");
            for (long sent = 0; sent < bytes; sent += block.length) {
                out.write(block);
            }
            out.print("\"}");
        } catch (IOException e) {
            closed(context);
        }
    }

    static void closed(Context context) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
