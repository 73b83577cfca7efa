local hs = {}
local status = obj.status or {}

-- Until then the conditions speak of an older spec, or there are none.
if status.observedGeneration ~= obj.metadata.generation then
  hs.status = "Progressing"
  hs.message = "The operator has not looked at this generation yet"
  return hs
end

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end
local ready = conditions["Ready"]
local stalled = conditions["Stalled"]
local reconciling = conditions["Reconciling"]

if ready == nil then
  hs.status = "Progressing"
  hs.message = "The operator has not said yet whether it is ready"
  return hs
end

hs.message = ready.reason .. ": " .. ready.message
if ready.status == "True" then
  hs.status = "Healthy"
elseif stalled ~= nil and stalled.status == "True" then
  hs.status = "Degraded"
elseif reconciling ~= nil and reconciling.status == "True" then
  hs.status = "Progressing"
elseif ready.reason == "Paused" then
  hs.status = "Suspended"
else
  hs.status = "Progressing"
end
return hs
