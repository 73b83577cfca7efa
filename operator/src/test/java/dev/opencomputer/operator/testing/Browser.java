/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.RemoteWebDriver;

/** Debian's Chromium, as a person uses it: what is seen, clicked and typed, and what went over the net meanwhile. */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More presses of the Tab key than there are places on any page of ours. */
    private static final int MOST_TABS = 200;

    private final ChromeDriverService service;
    private final RemoteWebDriver driver;

    private Browser(ChromeDriverService service, RemoteWebDriver driver) {
        this.service = service;
        this.driver = driver;
    }

    /** A window on a desk. */
    public static Browser wide() {
        return start(Map.of("width", 1280, "height", 900, "pixelRatio", 1.0, "mobile", false, "touch", false));
    }

    /** A telephone. */
    public static Browser narrow() {
        return start(Map.of("width", 390, "height", 844, "pixelRatio", 2.0, "mobile", true, "touch", true));
    }

    private static Browser start(Map<String, Object> screen) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(DebianTool.find("chromium", "chromium").toFile());
        options.addArguments(
                "--headless=new",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run");
        if ("root".equals(System.getProperty("user.name"))) {
            options.addArguments("--no-sandbox");
        }
        options.setExperimentalOption("mobileEmulation", Map.of("deviceMetrics", screen));
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        DebianTool.find("chromedriver", "chromium-driver").toFile())
                .usingAnyFreePort()
                .build();
        try {
            service.start();
            // Not by ChromeDriver, which would bring along what looks for browsers on the net.
            return new Browser(service, new RemoteWebDriver(service.getUrl(), options, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /** Opens a page. */
    public void open(URI page) {
        driver.get(page.toString());
    }

    /** Waits until something is to be seen. */
    public WebElement see(String selector) {
        return eventually(selector, () -> visible(selector).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until something is gone. */
    public void seeNoMore(String selector) {
        var unused = eventually(selector, () -> visible(selector).toList(), List::isEmpty);
    }

    private Stream<WebElement> visible(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream().filter(WebElement::isDisplayed);
    }

    private <T> T eventually(String what, Callable<T> look, Predicate<T> wanted) {
        try {
            return Awaitility.await(what)
                    .atMost(PATIENCE)
                    // The page was drawn anew in between.
                    .ignoreException(StaleElementReferenceException.class)
                    .until(look, wanted);
        } catch (ConditionTimeoutException e) {
            screenshot("not-seen");
            throw e;
        }
    }

    /** Clicks on something, or touches it. */
    public void click(String selector) {
        WebElement element = see(selector);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    /** Presses Tab until something has the focus, which is how one gets there without a mouse. */
    public void tabTo(String selector) {
        for (int presses = 0; presses < MOST_TABS; presses++) {
            press(Keys.TAB);
            if (driver.executeScript("return document.activeElement.matches(arguments[0])", selector)
                    .equals(true)) {
                return;
            }
        }
        throw new AssertionError(selector + " cannot be reached with the Tab key");
    }

    /** Presses keys, one after the other, wherever the focus is. */
    public void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Selects all text where the focus is, so that what is typed next replaces it. */
    public void selectAll() {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .perform();
    }

    /** What makes the page wider than the screen; empty when it fits. */
    public List<String> overflow() {
        @SuppressWarnings("unchecked")
        List<String> beyond = (List<String>) driver.executeScript("""
                const screen = document.documentElement;
                return screen.scrollWidth <= screen.clientWidth ? [] : [...document.querySelectorAll("body *")]
                  .filter(element => element.getBoundingClientRect().right > screen.clientWidth)
                  .map(element => element.tagName + "." + element.className);
                """);
        return beyond;
    }

    /** What the page has stored in the browser beyond its life. */
    public String stored() {
        return (String) driver.executeScript(
                "return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie");
    }

    /** All text that is to be seen. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Warnings and errors in the console, breaches of the content security policy among them. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses that the page asked for since this was asked last; what stands in the page itself is none. */
    public List<URI> requests() {
        return StreamSupport.stream(
                        driver.manage().logs().get(LogType.PERFORMANCE).spliterator(), false)
                .map(Browser::event)
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .filter(url -> !url.startsWith("data:"))
                .map(URI::create)
                .toList();
    }

    private static JsonNode event(LogEntry entry) {
        try {
            return Json.MAPPER.readTree(entry.getMessage()).path("message");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps what is to be seen below {@code target/screenshots}, for those who want to look. */
    public void screenshot(String name) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "screenshots"));
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        service.close();
    }
}
