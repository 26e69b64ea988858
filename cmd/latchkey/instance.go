package main

import (
	"context"
	"fmt"
)

// checkInstance refuses a database that is not the one that INSTANCE_ID names:
// another installation's, or a new and empty one in the place of ours.
func (i *installation) checkInstance(ctx context.Context) error {
	if i.config.InstanceID == "" {
		return nil
	}
	have, err := i.store.Instance(ctx)
	if err != nil {
		return err
	}
	if have != i.config.InstanceID {
		return fmt.Errorf("the database %s is of the installation %s, but INSTANCE_ID is %s: "+
			"it is another one, or a new one in its place; look at DATABASE, or restore the latest backup (runbook=database-corrupt)",
			where(i.config.Database), have, i.config.InstanceID)
	}
	return nil
}
