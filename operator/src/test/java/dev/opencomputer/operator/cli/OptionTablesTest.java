/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static dev.opencomputer.operator.testing.Readme.assertTable;
import static dev.opencomputer.operator.testing.Readme.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

class OptionTablesTest {

    private static final Pattern HELP =
            Pattern.compile("(?<meaning>.*?)\\.?( Default: (?<default>.*?))?\\.? ?\\(env: (?<env>\\w+)\\)");

    @ParameterizedTest
    @MethodSource("commands")
    void optionsAreThoseOfTheCommand(CommandSpec command) throws IOException {
        assertTable(
                "### Options of `" + command.qualifiedName().replaceFirst("^[^ ]+ ", "") + "`",
                options(command).map(OptionTablesTest::optionRow).toList());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionIsReadFromTheEnvironmentVariableThatItsHelpNames(CommandSpec command) {
        assertThat(options(command))
                .allSatisfy(option -> assertThat(defaultValue(option))
                        .startsWith("${env:" + environmentVariable(help(option)))
                        .containsPattern("^\\$\\{env:\\w+(:-|})"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anOptionWithoutAValueMeansTheSameWhateverTheEnvironmentSays(CommandSpec command) {
        assertThat(options(command).filter(option -> option.arity().max() == 0))
                .allSatisfy(flag -> assertThat(flag.fallbackValue()).isEqualTo("true"));
    }

    static List<CommandSpec> commands() {
        return commandsThatDoSomething(new CommandLine(new Main())).toList();
    }

    private static Stream<CommandSpec> commandsThatDoSomething(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command.getCommandSpec())
                : command.getSubcommands().values().stream().flatMap(OptionTablesTest::commandsThatDoSomething);
    }

    private static Stream<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.usageHelp() && !option.versionHelp());
    }

    private static String optionRow(OptionSpec option) {
        Matcher help = help(option);
        String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        String byDefault = help.group("default");
        return row(
                "`" + option.longestName() + label + "`",
                "`" + environmentVariable(help) + "`",
                byDefault == null ? "" : byDefault,
                help.group("meaning"));
    }

    private static Matcher help(OptionSpec option) {
        String text = String.join(" ", option.description());
        Matcher help = HELP.matcher(text);
        assertThat(help.matches())
                .as(
                        "the description of %s ends with its default, if it has one, and with its environment variable: \"%s\"",
                        option.longestName(), text)
                .isTrue();
        return help;
    }

    private static String environmentVariable(Matcher help) {
        return help.group("env");
    }

    private static String defaultValue(OptionSpec option) {
        return ((AnnotatedElement) option.userObject())
                .getAnnotation(Option.class)
                .defaultValue();
    }
}
