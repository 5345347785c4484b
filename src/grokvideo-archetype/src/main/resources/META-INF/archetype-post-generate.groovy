// names that begin with a dot do not get into the archetype's jar
import java.nio.file.Path

Path project = Path.of(request.outputDirectory, request.artifactId)
project.resolve('gitignore').toFile().renameTo(project.resolve('.gitignore').toFile())
project.resolve('vscode').toFile().renameTo(project.resolve('.vscode').toFile())
