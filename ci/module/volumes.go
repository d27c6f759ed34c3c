package module

import "context"

// CheckVolumes says in which ways of mounting an image can write its folders, as text or as JSON. Without paths the folders
// are those of the image's label.
func (m *Module) CheckVolumes(ctx context.Context, image string, paths []string, asJSON bool) (string, error) {
	query := selectWith(m.client.QueryBuilder(), "pythonPipeline", arguments{"source": m.client.Directory()})
	query = selectWith(query, "checkVolumes", arguments{"image": m.client.Container().From(image), "paths": paths, "asJson": asJSON})
	var result string
	if err := query.Bind(&result).Execute(ctx); err != nil {
		return "", explain(err)
	}
	return result, nil
}
