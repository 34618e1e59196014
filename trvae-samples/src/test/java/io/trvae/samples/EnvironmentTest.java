package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.trvae.RgbImage;
import io.trvae.testkit.Images;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A transfer in surroundings that servers have and desks have not. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class EnvironmentTest {

  @TempDir private Path folder;
  private Path model;
  private Path picture;
  private RgbImage expected;

  /** Below a file there is no folder, and root cannot make one either. */
  private Path nowhere;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    picture = folder.resolve("IN.GIF");
    Images.noise(20, 20, 1).write(picture);
    Path here = folder.resolve("here.png");
    assertThat(Run.of(command(here).toArray()).exitCode()).isZero();
    expected = RgbImage.read(here);
    nowhere = Files.createFile(folder.resolve("file")).resolve("folder");
  }

  private List<String> command(Path out) {
    return command(out, "onednn");
  }

  private List<String> command(Path out, String backend) {
    return List.of(
        "transfer",
        picture.toString(),
        "--model",
        model.toString(),
        "--backend",
        backend,
        "--from",
        "real",
        "--to",
        "anime",
        "--out",
        out.toString());
  }

  /** Prepares a JVM that draws the picture. */
  private ProcessBuilder transfer(Path out, String... jvmOptions) {
    return trvae(command(out), jvmOptions);
  }

  private static ProcessBuilder trvae(List<String> command, String... jvmOptions) {
    List<String> program = new ArrayList<>(List.of(jvmOptions));
    program.add(Trvae.class.getName());
    program.addAll(command);
    return MainProcess.java(program).redirectErrorStream(true);
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes());
  }

  private static void assertSucceeds(Process process) throws Exception {
    String output = output(process);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private void assertDraws(ProcessBuilder transfer, Path out) throws Exception {
    assertSucceeds(transfer.start());
    assertThat(RgbImage.read(out)).isEqualTo(expected);
  }

  @Test
  void withoutAHomeNativeCodeGoesToTheTemporaryFolder() throws Exception {
    Path out = folder.resolve("out.png");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    ProcessBuilder transfer =
        transfer(out, "-Duser.home=" + nowhere, "-Djava.io.tmpdir=" + temporary);
    transfer.environment().keySet().removeAll(List.of("HOME", "XDG_CACHE_HOME"));

    assertDraws(transfer, out);
    assertThat(temporary).isDirectoryRecursivelyContaining("glob:**/libjnidnnl.so");
  }

  @Test
  void withoutATemporaryFolderItWorksWhereThereIsAHome() throws Exception {
    Path out = folder.resolve("out.png");
    assertDraws(transfer(out, "-Djava.io.tmpdir=" + nowhere), out);
  }

  @Test
  void withNeitherTheErrorSaysWhichPropertiesToSetAndTheyHelp() throws Exception {
    Path out = folder.resolve("out.png");
    String home = "-Duser.home=" + nowhere;
    String temporary = "-Djava.io.tmpdir=" + nowhere;
    ProcessBuilder fails = transfer(out, home, temporary);
    fails.environment().remove("XDG_CACHE_HOME");
    assertThat(output(fails.start()))
        .contains("TRVAE-301", "-Dorg.bytedeco.javacpp.cachedir=", "-Djna.tmpdir=")
        .doesNotContain("\tat ");
    assertThat(out).doesNotExist();

    Path cache = folder.resolve("cache");
    ProcessBuilder helped =
        transfer(
            out,
            home,
            temporary,
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-Djna.tmpdir=" + cache);
    helped.environment().remove("XDG_CACHE_HOME");
    assertDraws(helped, out);
  }

  @Test
  void oneWritableFolderIsEnough() throws Exception {
    Path writable = Files.createDirectory(folder.resolve("writable"));
    String readOnly = "mount --bind %1$s %1$s && mount -o remount,bind,ro /".formatted(writable);
    assumeThat(Sandbox.isAllowed("-m", readOnly)).as("mounts in a namespace of one's own").isTrue();
    Path out = writable.resolve("out.png");
    ProcessBuilder transfer =
        transfer(out, "-Duser.home=" + nowhere, "-Djava.io.tmpdir=" + writable);
    transfer.environment().remove("XDG_CACHE_HOME");
    Sandbox.enter(transfer, "-m", readOnly);

    assertDraws(transfer, out);
  }

  @Test
  void eightProcessesFillOneCacheAtOnce() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(
          transfer(folder.resolve(i + ".png"), "-Dorg.bytedeco.javacpp.cachedir=" + cache).start());
    }
    for (int i = 0; i < 8; i++) {
      assertSucceeds(processes.get(i));
      assertThat(RgbImage.read(folder.resolve(i + ".png"))).isEqualTo(expected);
    }
  }

  /** What one process replaced while another is loading it would take that one down. */
  @Test
  void noProcessReplacesAFileInTheCacheThatAnotherLoads() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    String option = "-Dorg.bytedeco.javacpp.cachedir=" + cache;
    Path data = TrainingImages.write(folder.resolve("faces"));
    for (List<String> kind : kinds(data, Files.createDirectory(folder.resolve("first")))) {
      assertSucceeds(trvae(kind, option).start());
    }
    Map<Path, Object> before = filesOf(cache);
    for (List<String> kind : kinds(data, Files.createDirectory(folder.resolve("second")))) {
      assertSucceeds(trvae(kind, option).start());
      assertThat(filesOf(cache)).as("after %s", kind).isEqualTo(before);
    }
  }

  private List<List<String>> kinds(Path data, Path out) {
    return List.of(
        command(out.resolve("onednn.png"), "onednn"),
        command(out.resolve("nd4j.png"), "nd4j"),
        TrainingImages.training(data, out.resolve("model.safetensors"), "1"));
  }

  /** Files and links by their inodes. */
  private static Map<Path, Object> filesOf(Path folder) throws IOException {
    Map<Path, Object> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.filter(path -> !Files.isDirectory(path))::iterator) {
        files.put(path, Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS));
      }
    }
    return files;
  }

  @Test
  void withoutANetworkItWorks() throws Exception {
    assumeThat(Sandbox.isAllowed("-n", "true")).as("a network namespace of one's own").isTrue();
    Path out = folder.resolve("out.png");
    ProcessBuilder transfer = transfer(out);
    Sandbox.enter(transfer, "-n", "true");
    assertDraws(transfer, out);
  }

  @Test
  void opensNoConnection() throws Exception {
    assumeThat(hasStrace()).as("strace").isTrue();
    Path out = folder.resolve("out.png");
    Path trace = folder.resolve("trace.txt");
    ProcessBuilder transfer = transfer(out);
    transfer
        .command()
        .addAll(
            0,
            List.of(
                "strace", "-f", "--seccomp-bpf", "-e", "trace=network", "-o", trace.toString()));

    assertDraws(transfer, out);
    // The JDK makes sockets, and connects none, to find out whether there is IPv6.
    assertThat(Files.readString(trace))
        .contains("+++ exited with 0 +++")
        .doesNotContainPattern("(connect|bind|send\\w+)\\([^\n]*AF_INET");
  }

  private static boolean hasStrace() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true")
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** In Turkish, "GIF" in lower case has no "i". */
  @Test
  void languageAndEncodingMakeNoDifference() throws Exception {
    Path out = folder.resolve("OUT.GIF");
    ProcessBuilder transfer =
        transfer(out, "-Duser.language=tr", "-Duser.country=TR", "-Dfile.encoding=ISO-8859-9");
    transfer.environment().put("LC_ALL", "C");

    assertSucceeds(transfer.start());
    assertThat(RgbImage.read(out).width()).isEqualTo(16);
  }

  /** As in a container of applications that brings each its own copy of the library. */
  @Test
  void twoApplicationsInOneJvmEachHaveTheLibrary() throws Exception {
    Process process =
        MainProcess.java(
                List.of(
                    TwoApplications.class.getName(),
                    picture.toString(),
                    model.toString(),
                    folder.toString()))
            .redirectErrorStream(true)
            .start();

    assertSucceeds(process);
    assertThat(RgbImage.read(folder.resolve("1.png"))).isEqualTo(expected);
    assertThat(RgbImage.read(folder.resolve("2.png"))).isEqualTo(expected);
  }

  /** Loads everything twice. */
  static final class TwoApplications {

    private TwoApplications() {}

    public static void main(String[] arguments) throws Exception {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      for (String name : List.of("1.png", "2.png")) {
        URLClassLoader application =
            new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(application);
        var run =
            application.loadClass(Run.class.getName()).getDeclaredMethod("of", Object[].class);
        run.setAccessible(true);
        Object[] words = {
          "transfer",
          arguments[0],
          "--model",
          arguments[1],
          "--backend",
          "onednn",
          "--from",
          "real",
          "--to",
          "anime",
          "--out",
          Path.of(arguments[2], name)
        };
        System.out.println(run.invoke(null, (Object) words));
      }
    }
  }
}
