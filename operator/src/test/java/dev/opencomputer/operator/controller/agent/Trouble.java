/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.testing.Scene;
import java.time.Duration;

/** What can be the matter with all of OpenComputer, and how a condition tells of it: what came back, what to do. */
enum Trouble {
    AWAY(ConditionReason.UNREACHABLE, "no connection could be made", "Check the URL and the network"),
    SLOW(ConditionReason.UNREACHABLE, "no whole answer came in time", "Check the URL and the network"),
    TRICKLING(ConditionReason.UNREACHABLE, "no whole answer came in time", "Check the URL and the network"),
    RESET(ConditionReason.UNREACHABLE, "the connection broke off", "Check the URL and the network"),
    THROTTLING(ConditionReason.THROTTLED, "asks to be called less often", "Calls go on by themselves"),
    FAILING(
            ConditionReason.SERVER_TROUBLE,
            "the server answered with an error of its own",
            "Look into the server's log"),
    DATABASE_DOWN(
            ConditionReason.UNAUTHORISED,
            "answered 403, \"invalid API key\"",
            "Check the API key, and the server's health"),
    WEB_PAGE(
            ConditionReason.UNEXPECTED_ANSWER,
            "the server answered 200 with a web page",
            "Check that the URL is the one of the API"),
    OTHER_JSON(
            ConditionReason.UNEXPECTED_ANSWER,
            "the server answered 200 with ",
            "Check that the URL is the one of the API"),
    ENDLESS(
            ConditionReason.UNEXPECTED_ANSWER,
            "the server answered 200 with ",
            "Check that the URL is the one of the API");

    private final ConditionReason reason;
    private final String cameBack;
    private final String advice;

    Trouble(ConditionReason reason, String cameBack, String advice) {
        this.reason = reason;
        this.cameBack = cameBack;
        this.advice = advice;
    }

    ConditionReason reason() {
        return reason;
    }

    String cameBack() {
        return cameBack;
    }

    String advice() {
        return advice;
    }

    void begin(Scene scene) {
        if (this == AWAY) {
            scene.stopServer();
        } else {
            scene.server().faults().everywhere(fault());
        }
    }

    void end(Scene scene) {
        if (this == AWAY) {
            scene.startServerAgain();
        } else {
            scene.server().faults().clear();
        }
    }

    private Fault fault() {
        return switch (this) {
            case AWAY -> throw new IllegalStateException("nobody is there to answer badly");
            case SLOW -> Fault.slow(Duration.ofMinutes(1));
            case TRICKLING -> Fault.trickled(Duration.ofSeconds(3));
            case RESET -> Fault.closed();
            case THROTTLING -> Fault.throttled(Duration.ofSeconds(1));
            case FAILING -> Fault.answer(500, "{\"error\":\"internal error\"}");
            case DATABASE_DOWN -> Fault.databaseDown();
            case WEB_PAGE -> Fault.nonsense();
            case OTHER_JSON -> Fault.answer(200, "{\"stores\":true}");
            case ENDLESS -> Fault.oversized(1024 * 1024);
        };
    }
}
