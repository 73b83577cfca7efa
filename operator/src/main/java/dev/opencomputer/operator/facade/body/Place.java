/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.body;

import com.fasterxml.jackson.core.JsonPointer;
import dev.opencomputer.operator.facade.answer.FieldProblem;
import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.List;

/**
 * A place in a body: as people write it, such as {@code config.agent_config.allowed_tools[1]}, and as a JSON pointer. A
 * name that is longer than any of ours is cut for people, and a pointer ends before it.
 *
 * @param shown as people write it; empty for the whole body
 * @param pointer the same place, for programs
 */
public record Place(String shown, JsonPointer pointer) {

    /** The whole body. */
    public static final Place BODY = new Place("", JsonPointer.empty());

    private static final int LONGEST_NAME = 64;
    private static final int DEEPEST = 10;

    /** A pointer as far as its names are not longer, and it is not deeper, than any of ours. */
    static JsonPointer cut(JsonPointer whole) {
        JsonPointer kept = JsonPointer.empty();
        JsonPointer rest = whole;
        for (int depth = 0; depth < DEEPEST && !rest.matches(); depth++) {
            String name = rest.getMatchingProperty();
            if (name.length() > LONGEST_NAME) {
                break;
            }
            kept = kept.appendProperty(name);
            rest = rest.tail();
        }
        return kept;
    }

    /** The field of this name. */
    public Place field(String name) {
        boolean tooLong = name.length() > LONGEST_NAME;
        String cut = tooLong ? name.substring(0, LONGEST_NAME) + "…" : name;
        return new Place(shown.isEmpty() ? cut : shown + "." + cut, tooLong ? pointer : pointer.appendProperty(name));
    }

    /** The element of a list, counted from 0. */
    public Place element(int index) {
        return new Place(shown + "[" + index + "]", pointer.appendIndex(index));
    }

    /** What is wrong here. */
    public FieldProblem problem(String message) {
        return new FieldProblem(pointer.toString(), message);
    }

    /**
     * The refusal of what stands here.
     *
     * @param message what follows the place's name in a sentence
     */
    public Refusal refusal(String message) {
        return Refusal.invalid(shown.isEmpty() ? message : shown + " " + message, List.of(problem(message)));
    }
}
