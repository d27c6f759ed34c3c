package plan

import "fmt"

// UserID is the number of the run-time user and of its group, above the numbers of
// people and of Debian's users.
const UserID = 10001

// Owner is the run-time user in the numeric form that Kubernetes can check.
var Owner = fmt.Sprintf("%d:%d", UserID, UserID)

// Root is root in that form.
const Root = "0:0"
