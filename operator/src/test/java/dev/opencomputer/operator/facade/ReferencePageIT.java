/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.Browser;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a real browser, wide and narrow. */
@ExtendWith(ControlPlaneExtension.class)
class ReferencePageIT {

    private static final String AUTHORIZE = ".auth-wrapper button.authorize";
    private static final String KEY_INPUT = ".auth-container input#api_key_value";
    private static final String LIST = "#operations-Agents-listAgents";
    private static final String CREATE = "#operations-Agents-createAgent";
    private static final String GET = "#operations-Agents-getAgent";
    private static final String SUMMARY = " .opblock-summary-control";
    private static final String EXECUTE = " button.execute";
    private static final String ANSWER = " .live-responses-table tr.response ";

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private RunningFacade facade;

    @BeforeEach
    void start(TestCluster given) {
        cluster = given;
        facade = RunningFacade.start(cluster, folder);
        new Agents(cluster).create("known");
    }

    @AfterEach
    void stop() {
        facade.close();
    }

    @Test
    void everyCallCanBeTriedWithTheKeyboardAlone() {
        try (Browser browser = Browser.wide()) {
            browser.open(page(facade.url()));
            browser.see(LIST);
            browser.screenshot("docs-wide");

            browser.tabTo(AUTHORIZE);
            browser.press(Keys.ENTER);
            browser.see(KEY_INPUT);
            browser.tabTo(KEY_INPUT);
            browser.press(RunningFacade.KEY, Keys.ENTER);
            browser.screenshot("docs-wide-key");
            browser.press(Keys.ESCAPE);
            browser.seeNoMore(".dialog-ux");

            browser.tabTo(LIST + SUMMARY);
            browser.press(Keys.ENTER);
            browser.tabTo(LIST + EXECUTE);
            browser.press(Keys.ENTER);

            assertThat(browser.see(LIST + ANSWER + ".response-col_status").getText())
                    .contains("200");
            assertThat(browser.see(LIST + ANSWER + ".response-col_description").getText())
                    .contains("\"id\": \"known\"");
            browser.screenshot("docs-wide-list");

            browser.tabTo(CREATE + SUMMARY);
            browser.press(Keys.ENTER);
            browser.tabTo(CREATE + " textarea");
            browser.selectAll();
            browser.press("{\"id\": \"typed\", \"display_name\": \"Typed\"}");
            browser.tabTo(CREATE + EXECUTE);
            browser.press(Keys.ENTER);

            assertThat(browser.see(CREATE + ANSWER + ".response-col_status").getText())
                    .contains("201");
            assertThat(browser.see(CREATE + ANSWER + ".response-col_description")
                            .getText())
                    .contains("\"display_name\": \"Typed\"");
            assertThat(agent("typed").getSpec().getDisplayName()).isEqualTo("Typed");
            browser.screenshot("docs-wide-created");
            assertNothingLeaves(browser, facade.url());
        }
    }

    @Test
    void everyCallCanBeTriedOnASmallScreen() {
        try (Browser browser = Browser.narrow()) {
            browser.open(page(facade.url()));
            browser.see(LIST);
            browser.screenshot("docs-narrow");
            assertThat(browser.overflow()).isEmpty();

            enterTheKey(browser);
            browser.click(GET + SUMMARY);
            browser.screenshot("docs-narrow-open");
            assertThat(browser.overflow()).isEmpty();
            browser.click(GET + " tr[data-param-name=id] input");
            browser.selectAll();
            browser.press("known");
            browser.click(GET + EXECUTE);

            assertThat(browser.see(GET + ANSWER + ".response-col_status").getText())
                    .contains("200");
            browser.screenshot("docs-narrow-answer");
            assertThat(browser.overflow()).isEmpty();
            browser.click(CREATE + SUMMARY);
            browser.click(CREATE + EXECUTE);

            assertThat(browser.see(CREATE + ANSWER + ".response-col_status").getText())
                    .contains("201");
            assertThat(agent("issue-resolver").getSpec().getConfig().getSnapshot())
                    .isEqualTo("agent-snapshot-v1");
            browser.screenshot("docs-narrow-created");
            assertThat(browser.overflow()).isEmpty();
            assertNothingLeaves(browser, facade.url());
        }
    }

    @Test
    void itWorksBehindAProxyThatServesItUnderAPathOfItsOwn() {
        WireMockServer proxy =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        proxy.start();
        try (Browser browser = Browser.wide()) {
            proxy.stubFor(WireMock.any(WireMock.urlMatching("/opencomputer/.*"))
                    .willReturn(WireMock.aResponse()
                            .proxiedFrom(facade.url().toString())
                            .withProxyUrlPrefixToRemove("/opencomputer")));
            URI base = URI.create("http://127.0.0.1:" + proxy.port() + "/opencomputer");
            browser.open(page(base));
            enterTheKey(browser);
            browser.click(LIST + SUMMARY);
            browser.click(LIST + EXECUTE);

            assertThat(browser.see(LIST + ANSWER + ".response-col_description").getText())
                    .contains("\"id\": \"known\"");
            assertNothingLeaves(browser, base);
        } finally {
            proxy.stop();
        }
    }

    private static URI page(URI base) {
        return URI.create(base + "/docs");
    }

    private static void enterTheKey(Browser browser) {
        browser.click(AUTHORIZE);
        browser.click(KEY_INPUT);
        browser.press(RunningFacade.KEY);
        browser.screenshot("docs-key");
        browser.click(".auth-container:has(#api_key_value) button.authorize");
        browser.click(".dialog-ux .close-modal");
        browser.seeNoMore(".dialog-ux");
    }

    /** Neither to other hosts, nor into what the browser keeps, nor onto the screen. */
    private static void assertNothingLeaves(Browser browser, URI base) {
        assertThat(browser.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.toString()).startsWith(base.toString()));
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.stored()).doesNotContain(RunningFacade.KEY);
        assertThat(browser.text()).doesNotContain(RunningFacade.KEY);
    }

    private Agent agent(String name) {
        return cluster.client()
                .resources(Agent.class)
                .inNamespace(cluster.namespace())
                .withName(name)
                .get();
    }
}
