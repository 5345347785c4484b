import java.nio.file.Path

Path project = Path.of(request.outputDirectory, request.artifactId)
// names that begin with a dot do not get into the archetype's jar
project.resolve('gitignore').toFile().renameTo(project.resolve('.gitignore').toFile())
project.resolve('vscode').toFile().renameTo(project.resolve('.vscode').toFile())

def replace = { String name, Map texts ->
    File file = project.resolve(name).toFile()
    file.setText(texts.inject(file.getText('UTF-8')) { text, entry -> text.replace(entry.key, entry.value) }, 'UTF-8')
}
replace('README.md', [PROJECT_JAR: request.artifactId + '-' + request.version + '.jar'])

// VS Code's settings cannot refer to a file with the metadata of a component
File metadata = project.resolve('.vscode/grokvideo.json').toFile()
replace('.vscode/settings.json', ['"COMPONENT"': metadata.getText('UTF-8').trim()])
metadata.delete()
