package io.trvae.samples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.samples.MainProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoadRunTest {

  /** It reads the memory that a process takes as Linux tells it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void everyKindOfClientComesToItsEnd() throws IOException {
    Process run = MainProcess.java(List.of(LoadRun.class.getName(), "1")).start();
    try (BufferedReader out = run.inputReader()) {
      List<String> lines = out.lines().toList();

      assertThat(lines).hasSize(6);
      assertThat(lines.subList(0, 5)).allMatch(line -> line.contains("status 200="));
      assertThat(lines.get(2)).contains("broken off=");
      assertThat(lines.get(5)).isEqualTo("exit status after the end: 143");
    } finally {
      run.destroyForcibly();
    }
  }
}
