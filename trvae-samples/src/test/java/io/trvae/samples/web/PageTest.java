package io.trvae.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.dl4j.DomainJudge;
import io.trvae.dl4j.TrainedFaceLocator;
import io.trvae.face.FacePolicy;
import io.trvae.model.JudgeModel;
import io.trvae.samples.morph.Gif;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page in a real browser, with the bundled model and judge. */
@Timeout(120)
@EnabledIf(
    value = "io.trvae.samples.web.Browser#isThere",
    disabledReason = "no /usr/bin/chromium with chromedriver: install chromium and chromium-driver")
class PageTest {

  private static final String DEMO = "/io/trvae/samples/demo/";

  @TempDir private static Path folder;
  private static TrainedFaceLocator locator;
  private static TransferPipeline pipeline;
  private static DomainJudge judge;
  private static WebServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    locator = TrainedFaceLocator.bundled();
    pipeline = TransferPipeline.builder().faceLocator(locator).build();
    judge = DomainJudge.open(JudgeModel.bundled());
    List<Example> examples = new ArrayList<>();
    for (String file :
        List.of("astronaut.png", "anime-5.png", "anime-6.png", "cartoon-5.png", "cartoon-7.png")) {
      String domain = file.startsWith("astronaut") ? "real" : file.substring(0, file.indexOf('-'));
      byte[] bytes = resource(file);
      Files.write(folder.resolve(file), bytes);
      examples.add(new Example(file, "image/png", DomainLabel.of(domain), "an example", bytes));
    }
    Files.write(folder.resolve("photo.jpg"), resource("astronaut-full.jpg"));
    server =
        WebServer.start(
            InetAddress.getLoopbackAddress(),
            0,
            pipeline,
            Optional.of(judge),
            examples,
            Limits.DEFAULT);
    browser = new Browser();
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
    judge.close();
    pipeline.close();
    locator.close();
  }

  @AfterEach
  void nothingIsComplainedOf() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void uploadIsGuessedAndDrawn() throws IOException {
    open("");
    upload("anime-5.png");

    assertThat(browser.chosen("from")).isEqualTo("anime");
    assertThat(browser.text("#guess")).matches("Looks like anime, \\d+ % sure\\.");
    assertThat(browser.chosen("to")).isEqualTo("real");
    assertThat(browser.text("#tag-after")).isEqualTo("real");
    assertThat(browser.find("#after").getAttribute("naturalWidth")).isEqualTo("512");
    assertThat(browser.findAll("#strip button")).hasSize(9);
    assertThat(browser.text("#strip [aria-pressed=true]")).isEqualTo("100 %");
    RgbImage shown = image("#after");
    RgbImage expected =
        pipeline
            .transfer(
                TransferRequest.of(
                        RgbImage.read(folder.resolve("anime-5.png")),
                        DomainLabel.ANIME,
                        DomainLabel.REAL)
                    .withFaces(FacePolicy.largest()))
            .image();
    assertThat(meanDifference(shown.resize(64, 64), expected)).isLessThan(6);
    browser.screenshot("result-light");
  }

  @Test
  void examplesAreDrawnInEveryDomain() {
    open("");
    browser.choose("to", "all");
    browser.findAll("#examples button").get(0).click();
    awaitResult();

    assertThat(browser.chosen("from")).isEqualTo("real");
    assertThat(browser.chosen("face")).isEqualTo("whole");
    assertThat(browser.findAll("#all button")).hasSize(3);
    browser.screenshot("all-light");
    browser.findAll("#all button").get(2).click();
    assertThat(browser.text("#tag-after")).isEqualTo("cartoon");
    awaitResult();
    assertThat(browser.text("#all [aria-pressed=true]")).isEqualTo("cartoon");
  }

  @Test
  void slidersWorkByKeyboard() throws IOException {
    open("");
    upload("astronaut.png");
    RgbImage full = image("#after");

    browser.find("#strength").sendKeys(Keys.HOME);
    awaitResult();
    assertThat(browser.text("#strength-value")).isEqualTo("0 %");
    assertThat(browser.text("#strip [aria-pressed=true]")).isEqualTo("0 %");
    assertThat(image("#after")).isNotEqualTo(full);

    browser.find("#split").sendKeys(Keys.HOME, Keys.ARROW_RIGHT);
    assertThat(browser.run("return document.getElementById('compare').style.cssText"))
        .isEqualTo("--split: 1%;");

    browser.findAll("#strip button").get(4).click();
    awaitResult();
    assertThat(browser.text("#strength-value")).isEqualTo("50 %");
    assertThat(browser.text("#strip [aria-pressed=true]")).isEqualTo("50 %");
  }

  @Test
  void seedsVaryTheResult() throws IOException {
    open("");
    upload("astronaut.png");
    RgbImage mean = image("#after");

    browser.find("#sample").click();
    awaitResult();
    RgbImage first = image("#after");
    browser.find("#seed").sendKeys(Keys.ARROW_UP);
    awaitResult();

    assertThat(List.of(first, image("#after"))).doesNotContain(mean).doesNotHaveDuplicates();
  }

  @Test
  void givenFaceIsPutBackIntoThePhoto() throws IOException {
    open("");
    upload("photo.jpg");
    browser.choose("face", "given");
    browser.run(
        "for (const [id, value] of Object.entries({'face-x': 0.44, 'face-y': 0.215,"
            + " 'face-side': 0.305})) {"
            + "const slider = document.getElementById(id); slider.value = value;"
            + "slider.dispatchEvent(new Event('input', {bubbles: true})); }");
    awaitResult();
    assertThat(image("#before").width()).isEqualTo(512);

    browser.find("#put-back").sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
    awaitResult();
    browser.screenshot("given-face-light");
    assertThat(browser.find("#put-back").getAttribute("value")).isEqualTo("matched");

    RgbImage photo = RgbImage.read(folder.resolve("photo.jpg"));
    RgbImage result = image("#after");
    assertThat(List.of(result.width(), result.height()))
        .containsExactly(photo.width(), photo.height());
    RgbImage corner = photo.crop(0, photo.height() - 99, 99, 99);
    assertThat(meanDifference(result.crop(0, result.height() - 99, 99, 99), corner)).isLessThan(1);
  }

  @Test
  void facesAreFoundAndPutBackIntoThePhoto() throws IOException {
    open("");
    upload("photo.jpg");
    assertThat(browser.chosen("face")).isEqualTo("largest");
    assertThat(image("#before").width()).isEqualTo(512);
    browser.screenshot("largest-light");

    browser.choose("face", "all");
    awaitResult();
    assertThat(browser.find("#put-back").getAttribute("value")).isEqualTo("plain");
    assertThat(browser.findAll("#strip button")).hasSize(9);
    assertThat(browser.find("#strip img").getAttribute("naturalWidth")).isEqualTo("96");
    browser.screenshot("all-faces-light");
    RgbImage photo = RgbImage.read(folder.resolve("photo.jpg"));
    RgbImage expected =
        pipeline
            .transfer(
                TransferRequest.of(photo, DomainLabel.REAL, DomainLabel.ANIME)
                    .withFaces(FacePolicy.all()))
            .image();
    assertThat(image("#after")).isEqualTo(expected);
  }

  @Test
  void wholePictureIsOfferedWhereNoFaceIsFound() throws IOException {
    RgbImage.ofRgb(64, 64, new byte[3 * 64 * 64]).write(folder.resolve("black.png"));
    open("");
    browser.find("#file").sendKeys(folder.resolve("black.png").toString());
    browser.await("the offer", () -> browser.find("#take-whole").isDisplayed());
    assertThat(browser.text("#error")).isEqualTo("No face was found in this picture.");
    assertThat(browser.complaints()).allMatch(line -> line.contains("422"));
    browser.assertAccessible("no face");
    browser.screenshot("no-face-light");

    browser.find("#take-whole").click();
    awaitResult();
    assertThat(browser.chosen("face")).isEqualTo("whole");
    assertThat(browser.find("#error").isDisplayed()).isFalse();
    assertThat(browser.find("#take-whole").isDisplayed()).isFalse();
    upload("photo.jpg");
    assertThat(browser.chosen("face")).isEqualTo("largest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"paste", "drop"})
  void picturesComeBy(String way) {
    open("");
    String fired =
        (String)
            browser.runAsync(
                "const blob = await (await fetch('/examples/cartoon-5.png')).blob();"
                    + "const data = new DataTransfer();"
                    + "data.items.add(new File([blob], 'x.png', {type: 'image/png'}));"
                    + "document.body.dispatchEvent(args[0] === 'paste'"
                    + " ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true})"
                    + " : new DragEvent('drop', {dataTransfer: data, bubbles: true}));"
                    + "return 'fired';",
                way);
    assertThat(fired).isEqualTo("fired");
    awaitResult();

    assertThat(browser.chosen("from")).isEqualTo("cartoon");
  }

  @Test
  void cameraTakesAPicture() {
    open("");
    browser.choose("face", "whole"); // the camera shows a test pattern
    browser.find("#camera").click();
    browser.await("the camera shows something", () -> browser.find("#snap").isEnabled());
    browser.assertAccessible("camera");
    browser.find("#snap").click();
    browser.await("the dialog's end", () -> !browser.find("#camera-dialog").isDisplayed());
    awaitResult();

    assertThat(browser.find("#video").getAttribute("srcObject")).isNull();
  }

  @Test
  void resultIsDownloadedAsPng() {
    open("");
    upload("astronaut.png");

    assertThat(browser.find("#download").getAttribute("download")).isEqualTo("anime.png");
    assertThat(browser.find("#download").getAttribute("href")).startsWith("blob:");
  }

  @Test
  void filmIsDownloadedAsGif() throws IOException {
    browser.saveDownloadsIn(folder);
    open("");
    upload("photo.jpg");
    browser.find("#download-gif").click();

    Path file = folder.resolve("real-anime.gif");
    // The browser keeps the name with an empty file until the download is complete.
    browser.await("the film", () -> file.toFile().length() > 0);
    Gif gif = Gif.read(Files.readAllBytes(file));
    assertThat(gif.frames()).hasSize(24);
    assertThat(gif.frames().get(0).width()).isEqualTo(256);
    assertThat(browser.find("#download-gif").isEnabled()).isTrue();
  }

  @Test
  void whatIsNoPictureIsTold() throws IOException {
    Files.writeString(folder.resolve("notes.png"), "no picture <b>");
    open("");
    browser.find("#file").sendKeys(folder.resolve("notes.png").toString());

    browser.await("an error", () -> browser.find("#error").isDisplayed());
    assertThat(browser.text("#error")).startsWith("This is not a picture");
    browser.assertAccessible("error");
    browser.screenshot("error-light");

    upload("astronaut.png");
    assertThat(browser.find("#error").isDisplayed()).isFalse();
  }

  @Test
  void errorsOfTheServerAreTold() throws IOException {
    try (WebServer strict =
        WebServer.start(
            InetAddress.getLoopbackAddress(),
            0,
            pipeline,
            Optional.empty(),
            List.of(),
            new Limits(1 << 20, 1000, 1 << 24, 1, Limits.DEFAULT.time()))) {
      browser.open(strict.address(), 1200, 900, "light");
      awaitReady();
      browser.find("#file").sendKeys(folder.resolve("astronaut.png").toString());
      browser.await("an error", () -> browser.find("#error").isDisplayed());
      assertThat(browser.text("#error")).startsWith("TRVAE-102");
    }
    browser.choose("to", "cartoon");
    browser.await("an error", () -> browser.text("#error").contains("cannot be reached"));
    assertThat(browser.complaints()).allMatch(line -> line.contains("Failed to load resource"));
  }

  @Test
  void pageTriesAgainWhenAllPlacesAreTaken() throws Exception {
    GatedJudge gate = new GatedJudge();
    try (WebServer busy =
        WebServer.start(
            InetAddress.getLoopbackAddress(),
            0,
            pipeline,
            Optional.of(gate),
            List.of(),
            Limits.DEFAULT.withPlaces(1))) {
      CompletableFuture<HttpResponse<String>> other =
          new Client(busy.address()).begin("/api/v1/guess", Images.noise(64, 64, 1));
      gate.awaitCall();
      browser.open(busy.address(), 1200, 900, "light");
      awaitReady();
      browser.find("#file").sendKeys(folder.resolve("astronaut.png").toString());
      browser.await("a refusal", () -> !browser.complaints().isEmpty());
      gate.open();
      awaitResult();
      assertThat(other.join().statusCode()).isEqualTo(200);
      browser.complaints(); // more refusals, perhaps
    } finally {
      gate.open();
    }
  }

  @Test
  void modelIsDrawnFromItsOwnDescription() {
    JsonObject model = Client.json(new Client(server.address()).get("/api/v1/model"));
    open("model.html");
    browser.await("the diagram", () -> !browser.findAll("#diagram .block").isEmpty());

    JsonObject network = model.getAsJsonObject("network");
    assertThat(browser.text("#facts"))
        .contains(String.format(Locale.ROOT, "%,d", network.get("parameters").getAsInt()));
    long weighty =
        List.of("encoder", "decoder").stream()
            .flatMap(part -> network.getAsJsonArray(part).asList().stream())
            .map(layer -> layer.getAsJsonObject().get("kind").getAsString())
            .filter(List.of("Conv2d", "Dense")::contains)
            .count();
    assertThat(browser.findAll("#diagram .block")).hasSize((int) weighty + 3);
    assertThat(browser.findAll("#diagram .mmd")).hasSize(1);
    assertThat(browser.text("#licence-text"))
        .isEqualTo(model.getAsJsonObject("provenance").get("licence").getAsString());
    assertThat(browser.findAll("#data tbody tr")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "light, 1280, 900",
    "dark, 1280, 900",
    "light, 390, 844",
    "dark, 390, 844",
    "light, 320, 640"
  })
  void pagesAreAccessibleAndFit(String scheme, int width, int height) {
    String name = scheme + "-" + width;
    browser.open(server.address(), width, height, scheme);
    awaitReady();
    awaitResult();
    browser.assertAccessible("start " + name);
    browser.screenshot("start-" + name);
    browser.choose("to", "all");
    browser.choose("face", "given");
    browser.find("#sample").click();
    browser.findAll("#examples button").get(0).click();
    awaitResult();
    assertThat(browser.chosen("face")).isEqualTo("given");
    browser.assertAccessible("result " + name);
    assertNothingIsCutOff(width);
    browser.screenshot("demo-" + name);

    browser.open(server.address().resolve("model.html"), width, height, scheme);
    browser.await("the model", () -> !browser.findAll("#diagram .block").isEmpty());
    browser.screenshot("model-" + name);
    browser.findAll("summary").forEach(summary -> summary.click());
    browser.assertAccessible("model " + name);
    assertNothingIsCutOff(width);
  }

  private static void assertNothingIsCutOff(int width) {
    assertThat(((Number) browser.run("return document.documentElement.scrollWidth")).intValue())
        .isLessThanOrEqualTo(width);
  }

  private static void open(String page) {
    URI address = server.address().resolve(page);
    browser.open(address, 1280, 900, "light");
    if (page.isEmpty()) {
      awaitReady();
    }
  }

  private static void awaitReady() {
    browser.await("the form", () -> !browser.findAll("#from input").isEmpty());
  }

  private static void upload(String file) {
    browser.find("#file").sendKeys(folder.resolve(file).toString());
    awaitResult();
  }

  /** Waits until what was asked for last is there; the form waits a moment before it asks. */
  private static void awaitResult() {
    browser.runAsync("await new Promise((resolve) => setTimeout(resolve, 150));");
    browser.await(
        "a result",
        () ->
            "false".equals(browser.find("#result").getAttribute("aria-busy"))
                && browser.text("#status").startsWith("Drawn in"));
  }

  /** Returns what an element shows, pixel by pixel. */
  private static RgbImage image(String selector) throws IOException {
    String data =
        (String)
            browser.runAsync(
                "const image = document.querySelector(args[0]); await image.decode();"
                    + "const canvas = document.createElement('canvas');"
                    + "canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;"
                    + "canvas.getContext('2d').drawImage(image, 0, 0);"
                    + "return canvas.toDataURL('image/png');",
                selector);
    byte[] png = Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1));
    return RgbImage.decode(png);
  }

  private static double meanDifference(RgbImage a, RgbImage b) {
    byte[] left = a.rgb();
    byte[] right = b.rgb();
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += Math.abs((left[i] & 0xff) - (right[i] & 0xff));
    }
    return sum / left.length;
  }

  private static byte[] resource(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PageTest.class.getResourceAsStream(DEMO + file), file)) {
      return in.readAllBytes();
    }
  }
}
