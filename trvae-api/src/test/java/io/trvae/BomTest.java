package io.trvae;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The BOM has what is published, and nothing else. */
class BomTest {

  private static final Path ROOT = Path.of("..");

  private final Element parent = pom(ROOT);
  private final Element bom = pom(ROOT.resolve("trvae-bom"));

  @Test
  void hasEachPublishedModuleOnce() {
    List<String> published =
        texts(parent, "modules/module")
            .filter(module -> !module.equals("trvae-bom"))
            .filter(
                module ->
                    texts(pom(ROOT.resolve(module)), "properties/maven.deploy.skip")
                        .noneMatch("true"::equals))
            .toList();

    assertThat(published).isNotEmpty();
    assertThat(managed().filter(entry -> text(entry, "classifier").isEmpty()))
        .extracting(entry -> text(entry, "artifactId"))
        .containsExactlyInAnyOrderElementsOf(published);
    assertThat(managed())
        .extracting(entry -> text(entry, "artifactId") + ":" + text(entry, "classifier"))
        .doesNotHaveDuplicates();
  }

  @Test
  void hasTheModulesOfOneVersionOnly() {
    assertThat(managed())
        .isNotEmpty()
        .allMatch(entry -> text(entry, "groupId").equals("io.trvae"))
        .allMatch(entry -> text(entry, "version").equals("${project.version}"));
    assertThat(text(bom, "version")).isEqualTo(text(parent, "version"));
  }

  private Stream<Element> managed() {
    return elements(bom, "dependencyManagement/dependencies/dependency");
  }

  private static Element pom(Path module) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(module.resolve("pom.xml").toFile())
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The text of the only element at a path, or nothing. */
  private static String text(Element element, String path) {
    return texts(element, path).findFirst().orElse("");
  }

  private static Stream<String> texts(Element element, String path) {
    return elements(element, path).map(Node::getTextContent).map(String::strip);
  }

  private static Stream<Element> elements(Element element, String path) {
    Stream<Element> found = Stream.of(element);
    for (String name : path.split("/", -1)) {
      found = found.flatMap(parent -> children(parent, name));
    }
    return found;
  }

  private static Stream<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast);
  }
}
