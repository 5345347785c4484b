package io.github.grokvideo.site;

import java.util.Map;

import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.extension.BlockProcessor;
import org.asciidoctor.extension.Contexts;
import org.asciidoctor.extension.Name;
import org.asciidoctor.extension.Reader;

/** The block {@code [tabs]} of Camel's own pages: a description list, whose terms are the names of the tabs. */
@Name("tabs")
@Contexts(Contexts.EXAMPLE)
public class TabsBlock extends BlockProcessor {

    @Override
    public Object process(StructuralNode parent, Reader reader, Map<String, Object> attributes) {
        StructuralNode block = createBlock(parent, "open", "", Map.of("role", "tabs"));
        parseContent(block, reader.readLines());
        return block;
    }
}
