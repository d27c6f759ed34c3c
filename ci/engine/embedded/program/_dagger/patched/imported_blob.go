package snapshots

import (
	"context"

	cerrdefs "github.com/containerd/errdefs"
)

// restoreImportedBlobLocked tells a snapshot that comes back after a restart from
// which layer of an image it was unpacked. The engine keeps that only in memory,
// and would pack the snapshot into a layer of another digest when an image on top
// of it is pushed. All facts are on disk: the indexes of imported layers and the
// labels of the content store.
func (cm *snapshotManager) restoreImportedBlobLocked(ctx context.Context, md *cacheMetadata, snapshotID string) error {
	for layer, imported := range cm.importedLayerByBlob {
		if imported != snapshotID {
			continue
		}
		info, err := cm.ContentStore.Info(ctx, layer.BlobDigest)
		if cerrdefs.IsNotFound(err) {
			return nil // the collector took it
		}
		if err != nil {
			return err
		}
		for unpacked, imported := range cm.importedLayerByDiff {
			if imported != snapshotID {
				continue
			}
			for _, queue := range []func() error{
				func() error { return md.queueDiffID(unpacked.DiffID) },
				func() error { return md.queueBlob(layer.BlobDigest) },
				func() error { return md.queueBlobOnly(false) },
				func() error { return md.queueMediaType(info.Labels[blobMediaTypeLabel]) },
				func() error { return md.queueBlobSize(info.Size) },
			} {
				if err := queue(); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return nil
}
