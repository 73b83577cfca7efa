/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretsSource;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeysDecisionTest {

    private final Keys keys = new Keys();

    @Test
    void makesOneForEachKeyAndNothingOnceTheyAreThere() {
        keys.from("env").has("env", "TOKEN", "USER");
        assertThat(keys.steps()).containsExactly("Create TOKEN", "Create USER");
        assertThat(keys.decide().onTheWay()).isTrue();

        keys.made("TOKEN", "env", "TOKEN");
        keys.made("USER", "env", "USER");

        assertThat(keys.steps()).isEmpty();
        assertThat(keys.decide())
                .returns(2, KeysPlan::keys)
                .returns(2, KeysPlan::inSync)
                .returns(false, KeysPlan::onTheWay);
    }

    @Test
    void whatItMakesBelongsToThisVeryAgentAndTakesThisVeryEntry() {
        SecretsSource source = Keys.source("env", "GH_", null);
        source.setAllowedHosts(List.of("api.github.com"));
        keys.from(source).has("env", "TOKEN");

        AgentSecret child = keys.decide().steps().get(0).child();

        assertThat(Children.isOf(keys.agent, child)).isTrue();
        assertThat(child.getMetadata().getLabels()).isEqualTo(Map.of(Names.SECRETS_FROM, Keys.AGENT));
        assertThat(child.getMetadata().getFinalizers()).containsExactly(Names.FINALIZER);
        assertThat(child.getSpec().getKey()).isEqualTo("GH_TOKEN");
        assertThat(child.getSpec().getValueFrom().getSecretKeyRef().getKey()).isEqualTo("TOKEN");
        assertThat(child.getSpec().getAllowedHosts()).containsExactly("api.github.com");
        assertThat(child.getMetadata().getName())
                .startsWith("resolver-gh-token-")
                .isNotEqualTo(AgentSecretNames.nameFor(Keys.AGENT, "GH_TOKEN"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TOKEN         | Create TOKEN",
                "API_*         | Create API_KEY, Create API_URL",
                "*_KEY         | Create API_KEY, Create OTHER_KEY",
                "*             | Create API_KEY, Create API_URL, Create OTHER_KEY, Create TOKEN",
                "A*I_*Y        | Create API_KEY",
                "api_*         | ''",
            })
    void aFilterNamesKeysAsTheyAreInTheSecret(String filter, String steps) {
        keys.from(Keys.source("env", null, List.of(filter))).has("env", "TOKEN", "API_KEY", "API_URL", "OTHER_KEY");

        assertThat(String.join(", ", keys.steps())).isEqualTo(steps);
    }

    @Test
    void anEmptyFilterMeansNoKey() {
        keys.from(Keys.source("env", null, List.of())).has("env", "TOKEN");

        assertThat(keys.steps()).isEmpty();
        assertThat(keys.report().isReady()).isTrue();
    }

    @Test
    void whatTheFilterNamesAndTheSecretLacksIsToldAndAPatternWithoutAnyIsNot() {
        keys.from(Keys.source("env", "P_", List.of("TOKEN", "NONE", "API_*"))).has("env", "TOKEN");

        assertThat(keys.steps()).containsExactly("Create P_TOKEN");
        assertThat(keys.troubles()).containsExactly("env/P_NONE: SecretKeyNotFound");
    }

    @Test
    void namesThatAreNoneAreToldAndTheRestGoesThrough() {
        keys.from("env").has("env", "TOKEN", "tls.crt", "1ST", "a-b");

        assertThat(keys.steps()).containsExactly("Create TOKEN");
        assertThat(keys.troubles())
                .containsExactly("env/1ST: InvalidKeyName", "env/a-b: InvalidKeyName", "env/tls.crt: InvalidKeyName");
    }

    @Test
    void aPrefixMayMakeANameOfWhatIsNone() {
        keys.from(Keys.source("env", "_", null)).has("env", "1ST");

        assertThat(keys.steps()).containsExactly("Create _1ST");
        assertThat(keys.troubles()).isEmpty();
    }

    @Test
    void ofTwoEntriesTheLaterCountsAndThatIsToldWithoutTrouble() {
        keys.from("first").from("second").has("first", "TOKEN").has("second", "TOKEN");
        keys.made("TOKEN", "second", "TOKEN");

        assertThat(keys.steps()).isEmpty();
        assertThat(keys.decide().doubled()).isEqualTo(Map.of("TOKEN", "second"));
        assertThat(keys.report().isReady()).isTrue();
        assertThat(keys.report().message()).contains("TOKEN (second)");
    }

    @Test
    void aKeyThatComesFromAnotherSecretByNowIsReplacedInItsPlace() {
        keys.from("first").from("second").has("first", "TOKEN").has("second", "TOKEN");
        keys.made("TOKEN", "first", "TOKEN");

        assertThat(keys.steps()).containsExactly("Replace TOKEN");
    }

    @Test
    void whatSomebodyChangedIsPutBack() {
        keys.from("env").has("env", "TOKEN");
        keys.made("TOKEN", "env", "TOKEN").getSpec().setAllowedHosts(List.of("evil.example.com"));

        assertThat(keys.steps()).containsExactly("Replace TOKEN");
    }

    @Test
    void aKeyThatLeftItsSecretGoesAndSoDoThoseOfAnEntryThatLeftTheSpec() {
        keys.from("env").has("env");
        keys.made("TOKEN", "env", "TOKEN");
        keys.made("OTHER", "former", "OTHER");

        assertThat(keys.steps()).containsExactly("Delete TOKEN", "Delete OTHER");
        assertThat(keys.decide().onTheWay()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET_NOT_FOUND", "SECRET_UNREADABLE", "SOURCE_FORBIDDEN"})
    void aSecretThatCannotBeReadTakesNothingAway(ConditionReason reason) {
        keys.from("env").lacks("env", reason);
        Keys.says(keys.made("TOKEN", "env", "TOKEN"), reason);

        assertThat(keys.steps()).isEmpty();
        assertThat(keys.troubles()).containsExactly("env: " + reason.value());
        assertThat(keys.report().reason()).isEqualTo(reason);
        assertThat(keys.report().readyReason()).isEqualTo(ConditionReason.SECRETS_FAILING);
        assertThat(keys.report().message()).contains("Something is the matter with env.");
    }

    @Test
    void aFilterStillHoldsForASecretThatIsMissing() {
        keys.from(Keys.source("env", null, List.of("TOKEN"))).lacks("env", ConditionReason.SECRET_NOT_FOUND);
        keys.made("TOKEN", "env", "TOKEN");
        keys.made("OTHER", "env", "OTHER");

        assertThat(keys.steps()).containsExactly("Delete OTHER");
    }

    @Test
    void anotherPrefixHoldsForASecretThatIsMissing() {
        keys.from(Keys.source("env", "NEW_", null)).lacks("env", ConditionReason.SECRET_NOT_FOUND);
        keys.made("OLD_TOKEN", "env", "TOKEN");

        assertThat(keys.steps()).containsExactly("Delete OLD_TOKEN");
    }

    @Test
    void noKeyLeavesWhileASecretIsOnItsWayThatMayGiveIt() {
        keys.from("env-v2").awaits("env-v2");
        keys.made("TOKEN", "env-v1", "TOKEN");

        assertThat(keys.steps()).isEmpty();
        assertThat(keys.troubles()).isEmpty();
        assertThat(keys.report().reason()).isEqualTo(ConditionReason.SECRETS_PENDING);

        keys.has("env-v2", "TOKEN");
        assertThat(keys.steps()).containsExactly("Replace TOKEN");

        keys.lacks("env-v2", ConditionReason.SECRET_NOT_FOUND);
        assertThat(keys.steps()).containsExactly("Delete TOKEN");
    }

    @Test
    void noKeyLeavesWhileTheApiServerFailsToGiveASecretThatMayGiveIt() {
        keys.from("env-v1").fails("env-v1");
        keys.made("TOKEN", "env-v2", "TOKEN");

        assertThat(keys.steps()).isEmpty();
        assertThat(keys.troubles()).containsExactly("env-v1: SecretUnreadable");
    }

    @Test
    void noOtherValueTakesItsPlaceWhileASecretIsOnItsWayThatMayGiveIt() {
        keys.from("base").has("base", "TOKEN").from("over-v2").awaits("over-v2");
        keys.made("TOKEN", "over-v1", "TOKEN");

        assertThat(keys.steps()).isEmpty();

        keys.has("over-v2", "TOKEN");
        assertThat(keys.steps()).containsExactly("Replace TOKEN");
    }

    @Test
    void aKeyThatLeftItsSecretGoesWhateverElseIsOnItsWay() {
        keys.from("env").has("env").from("other").awaits("other");
        keys.made("TOKEN", "env", "TOKEN");

        assertThat(keys.steps()).containsExactly("Delete TOKEN");
    }

    @Test
    void keysOfASecretThatIsThereAgainAreOnTheirWayUntilTheySaySo() {
        keys.from("env").has("env", "TOKEN");
        Keys.says(keys.made("TOKEN", "env", "TOKEN"), ConditionReason.SECRET_NOT_FOUND);

        assertThat(keys.report().reason()).isEqualTo(ConditionReason.SECRETS_PENDING);
    }

    @Test
    void anAgentSecretOfItsOwnWinsAndTheConditionSaysWhich() {
        keys.from("env").has("env", "TOKEN", "USER");
        keys.made("USER", "env", "USER");
        keys.explicit("my-token", "TOKEN");

        assertThat(keys.steps()).isEmpty();
        assertThat(keys.decide().keys()).isOne();
        assertThat(keys.report().isReady()).isTrue();
        assertThat(keys.report().message()).contains("TOKEN (my-token)");
    }

    @Test
    void ofSeveralOfItsOwnTheSameOneIsNamedAtEachLook() {
        keys.from("env").has("env", "TOKEN");
        keys.explicit("second", "TOKEN");
        keys.explicit("first", "TOKEN");

        assertThat(keys.decide().overridden()).isEqualTo(Map.of("TOKEN", "first"));
    }

    @Test
    void aKeyIsHandedOverOnceTheOtherWaitsForIt() {
        keys.from("env").has("env", "TOKEN");
        keys.made("TOKEN", "env", "TOKEN");
        AgentSecret explicit = keys.explicit("my-token", "TOKEN");
        explicit.getMetadata().setFinalizers(List.of());
        assertThat(keys.steps()).isEmpty();
        assertThat(keys.decide().onTheWay()).isTrue();

        explicit.getMetadata().setFinalizers(List.of(Names.FINALIZER));

        assertThat(keys.steps()).containsExactly("Delete TOKEN");
    }

    @Test
    void whatHasNothingInTheStoreHasNothingToHandOver() {
        keys.from("env").has("env", "TOKEN");
        keys.made("TOKEN", "env", "TOKEN").getStatus().setStoreId(null);
        keys.explicit("my-token", "TOKEN").getMetadata().setFinalizers(List.of());

        assertThat(keys.steps()).containsExactly("Delete TOKEN");
    }

    @Test
    void aKeyComesBackWhileTheOtherIsOnItsWayOut() {
        keys.from("env").has("env", "TOKEN");
        Keys.goes(keys.explicit("my-token", "TOKEN"));

        assertThat(keys.steps()).containsExactly("Create TOKEN");
    }

    @Test
    void whatBelongsToAFormerAgentOfTheNameIsNobodys() {
        keys.from("env").has("env", "TOKEN");
        AgentSecret former = keys.explicit("former", "TOKEN");
        former.getMetadata()
                .setOwnerReferences(List.of(new OwnerReferenceBuilder()
                        .withApiVersion("opencomputer.dev/v1alpha1")
                        .withKind("Agent")
                        .withName(Keys.AGENT)
                        .withUid("another-uid")
                        .build()));

        assertThat(keys.steps()).containsExactly("Create TOKEN");
    }

    @Test
    void aCopyWithTheLabelAloneIsSomebodysOwn() {
        keys.from("env").has("env", "TOKEN");
        keys.explicit("copy", "TOKEN").getMetadata().setLabels(Map.of(Names.SECRETS_FROM, Keys.AGENT));

        assertThat(keys.decide().overridden()).isEqualTo(Map.of("TOKEN", "copy"));
    }

    @Test
    void oneThatSomebodyDeletedIsMadeAgainOnceItIsGone() {
        keys.from("env").has("env", "TOKEN");
        Keys.goes(keys.made("TOKEN", "env", "TOKEN"));
        assertThat(keys.steps()).isEmpty();
        assertThat(keys.decide().onTheWay()).isTrue();

        keys.present.clear();

        assertThat(keys.steps()).containsExactly("Create TOKEN");
    }

    @Test
    void whatAKeySaysOfItselfIsToldUnlessItPasses() {
        keys.from("env").has("env", "BAD", "NEW", "WAITS");
        Keys.says(keys.made("BAD", "env", "BAD"), ConditionReason.INVALID_VALUE);
        keys.made("NEW", "env", "NEW").getMetadata().setGeneration(2L);
        Keys.says(keys.made("WAITS", "env", "WAITS"), ConditionReason.AGENT_NOT_READY);

        assertThat(keys.troubles()).containsExactly("env/BAD: InvalidValue");
        assertThat(keys.decide().onTheWay()).isTrue();
    }

    @Test
    void aKeyThatCannotLeaveTheStoreIsTold() {
        keys.agent.getSpec().setSecretsFrom(null);
        AgentSecret child = Keys.says(keys.made("TOKEN", "env", "TOKEN"), ConditionReason.UNREACHABLE);
        Keys.goes(child);

        assertThat(keys.troubles()).containsExactly("env/TOKEN: Unreachable");
    }

    @Test
    void whatTheApiServerRefusesIsToldAndNotTriedAtOnce() {
        keys.from("env").has("env", "TOKEN", "USER");
        String attempt = keys.decide().steps().get(0).attempt();

        KeysPlan plan = keys.decide(attempt);

        assertThat(plan.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.child().getSpec().getKey()).isEqualTo("USER"));
        assertThat(plan.troubles()).singleElement().returns(ConditionReason.KEY_REFUSED, Trouble::reason);
    }

    @Test
    void whatCannotBeWrittenIsDeletedAllTheSame() {
        keys.from("env").has("env", "TOKEN");
        keys.made("TOKEN", "env", "TOKEN").getSpec().setAllowedHosts(List.of("api.example.com"));
        String attempt = keys.decide().steps().get(0).attempt();
        assertThat(keys.decide(attempt).steps()).isEmpty();

        keys.has("env");

        assertThat(keys.decide(attempt).steps()).hasSize(1);
    }

    @Test
    void noMoreThanAThousandAreMadeAndThoseThatAreThereStay() {
        int all = KeysDecision.MOST_KEYS + 2;
        keys.from("env")
                .has("env", IntStream.range(0, all).mapToObj(i -> "K" + i).toArray(String[]::new));
        keys.made("K999", "env", "K999");

        assertThat(keys.decide().steps()).hasSize(KeysDecision.MOST_KEYS - 1);
        assertThat(keys.troubles()).hasSize(2).allMatch(trouble -> trouble.endsWith("TooManyKeys"));
    }
}
