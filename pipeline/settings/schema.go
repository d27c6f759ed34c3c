package settings

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"

	"dagger/python-pipeline/finding"
)

// schema is a JSON schema, or a part of one.
type schema map[string]any

var debianPackages = schema{"type": "string", "pattern": packagePattern.String()}

// limits are what the schema requires of values beside their types, by key. It
// accepts every value that [Parse] accepts, and some more.
var limits = map[string]schema{
	"python":                      {"pattern": pythonPattern.String()},
	"variant":                     {"enum": variants},
	"apt-build":                   {"items": debianPackages},
	"apt-run":                     {"items": debianPackages},
	"apt-test":                    {"items": debianPackages},
	"user":                        {"pattern": userPattern.String()},
	"stop-signal":                 {"enum": signals},
	"volume-mode":                 {"enum": volumeModes},
	"port":                        {"anyOf": []schema{{"enum": []int{0}}, {"minimum": 1024, "maximum": 65535}}},
	"services.postgres.version":   {"pattern": postgresPattern.String()},
	"services.postgres.databases": {"items": schema{"type": "string", "pattern": databasePattern.String()}, "minItems": 1},
	"services.mailhog.version":    {"pattern": tagPattern.String()},
	"services.mailhog.storage":    {"enum": []string{MailhogMemory, MailhogMaildir}},
	"smoke.path":                  {"pattern": "^/"},
	"smoke.status":                {"minimum": 0, "maximum": 599},
	"smoke.requests.path":         {"pattern": "^/"},
	"smoke.requests.status":       {"minimum": 200, "maximum": 599},
	"scan.severity":               {"enum": finding.Severities},
}

// Schema returns the JSON schema of the table [tool.python-pipeline] in a
// pyproject.toml, by which editors complete and check keys. All of them understand
// version 7.
func Schema() ([]byte, error) {
	root := schema{"type": "object", "properties": schema{
		"tool": schema{"type": "object", "properties": schema{tableName: tableSchema("", reflect.ValueOf(documented()))}},
	}}
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	text, err := json.MarshalIndent(root, "", "  ")
	return append(text, '\n'), err
}

// tableSchema returns the schema of a table whose fields have their defaults.
func tableSchema(prefix string, table reflect.Value) schema {
	properties := schema{}
	for i := range table.NumField() {
		field, value := table.Type().Field(i), table.Field(i)
		name := field.Tag.Get("toml")
		switch {
		case name == "-":
		case isTable(field.Type):
			properties[name] = tableSchema(prefix+name+".", reflect.Indirect(value))
		default:
			properties[name] = keySchema(prefix+name, field, value)
		}
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

var exampleInDoc = regexp.MustCompile(`such as "([^"]+)"`)

func keySchema(name string, field reflect.StructField, value reflect.Value) schema {
	key := typeSchema(name, field.Type)
	maps.Copy(key, limits[name])
	doc, hasDoc := field.Tag.Lookup("doc")
	if !hasDoc {
		return key
	}
	if description, ok := field.Tag.Lookup("default"); ok {
		doc += " (default: " + description + ")"
	} else {
		key["default"] = json.RawMessage(Literal(value.Interface()))
	}
	if example := exampleInDoc.FindStringSubmatch(doc); example != nil {
		key["examples"] = example[1:]
	}
	key["description"] = doc
	return key
}

// typeSchema returns the schema of the values that a field of type t accepts.
func typeSchema(name string, t reflect.Type) schema {
	switch {
	case t == commandType:
		return schema{"type": []string{"string", "array"}, "items": schema{"type": "string"}, "minItems": 1}
	case t == durationType:
		return schema{"type": "string", "pattern": `^\+?([0-9.]+(ns|us|µs|μs|ms|s|m|h))+$`}
	case isTable(t):
		return tableSchema(name+".", reflect.Zero(t))
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeSchema(name, t.Elem())
	case reflect.Slice:
		return schema{"type": "array", "items": typeSchema(name, t.Elem())}
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return schema{"type": "object"}
		}
		return schema{"type": "object", "additionalProperties": typeSchema(name, t.Elem())}
	}
	return schema{"type": typeName(t)}
}
