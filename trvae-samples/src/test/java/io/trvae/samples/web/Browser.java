package io.trvae.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with a camera that shows a test pattern. */
final class Browser implements AutoCloseable {

  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final List<String> DRIVERS = List.of("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final long PATIENCE = 60_000_000_000L;

  private final ChromeDriver driver;
  private final String axe;

  Browser() throws IOException {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(first(BROWSERS).orElseThrow());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // continuous integration runs as root, which Chromium's own does not allow
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--hide-scrollbars",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    // Named, so that Selenium neither looks for a driver nor downloads one.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(first(DRIVERS).orElseThrow()))
            .build();
    driver = new ChromeDriver(service, options);
    axe = axe();
    Files.createDirectories(SCREENSHOTS);
  }

  /** Tells whether there is a browser. */
  static boolean isThere() {
    return first(BROWSERS).isPresent() && first(DRIVERS).isPresent();
  }

  private static Optional<String> first(List<String> paths) {
    return paths.stream().filter(path -> Files.isExecutable(Path.of(path))).findFirst();
  }

  private static String axe() throws IOException {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Opens a page in a window of some size. */
  void open(URI page, int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    driver.get(page.toString());
  }

  /** Lets pages save their downloads in a folder. */
  void saveDownloadsIn(Path folder) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString()));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> findAll(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  String text(String selector) {
    return find(selector).getText();
  }

  /** Chooses a radio button by its group and value. */
  void choose(String group, String value) {
    find("#" + group + " label:has(input[value='" + value + "'])").click();
  }

  String chosen(String group) {
    return find("#" + group + " input:checked").getAttribute("value");
  }

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        screenshot("failed");
        throw new AssertionError("Waited in vain: " + what + "\n" + text("body"));
      }
    }
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script that returns a promise. */
  Object runAsync(String script, Object... arguments) {
    return driver.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "(async (...args) => {"
            + script
            + "})(...arguments).then(done, (failure) => done('failed: ' + failure));",
        arguments);
  }

  /** Keeps a picture of the whole page as build output. */
  void screenshot(String name) {
    String base64 =
        (String)
            driver
                .executeCdpCommand(
                    "Page.captureScreenshot",
                    Map.of("format", "png", "captureBeyondViewport", true))
                .get("data");
    try {
      Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(base64));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Looks for what keeps people out: rules of WCAG 2 up to AA, and good practice. */
  void assertAccessible(String where) {
    driver.executeScript(axe);
    Object violations =
        runAsync(
            "const found = await axe.run(document, {resultTypes: ['violations']});"
                + "return found.violations.map((v) => v.id + ': ' + v.help + ' '"
                + " + v.nodes.map((n) => n.html + ' ' + n.failureSummary).join('; '));");
    assertThat((List<?>) violations).as(where).isEmpty();
  }

  /** Returns what the browser complained of, the content security policy for one. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
